/** `automq-byoc season FILE`: a load played against the seasons of a deployment file, or a season moved by parameter. */
import { readFileSync, writeFileSync } from 'node:fs';
import { plan as decide } from '../../core';
import { clusterOf, isPeakOf, seasonReport, spanOf } from '../../core/plan/season-report';
import type { Plan } from '../../core/plan/types';
import { mistakeText } from '../../core/deployment';
import { seasonChart, seasonPage } from '../../core/seasons/chart';
import { instantOf } from '../../core/seasons/dates';
import { playWorkload, referenceWorkloads, type LoadPoint } from '../../core/seasons/load';
import { parseLoad } from '../../core/seasons/load-csv';
import { MoveRefused, planMove, type Move, type MoveRequest } from '../../core/seasons/move';
import { offsetAt, timeZone } from '../../core/seasons/time-zones';
import { readDeployment } from '../../files';
import { BadInput } from '../failures';
import { type Io, json, line, look } from '../io';
import { figures, moveText, seasonText } from '../text/season-text';
import { cdkCommands, pulumiCommands, type ParameterCommands, type ParametersToSet } from '../text/parameter-commands';
import { day } from './day';

export interface SeasonOptions {
  readonly load: string;
  readonly json?: boolean;
  readonly svg?: string;
  readonly html?: string;
  readonly asOf?: string;
  readonly move?: string;
  readonly start?: string;
  readonly end?: string;
  readonly brokersPerZone?: string;
  /** Engine whose commands a move prints. */
  readonly engine?: string;
}

export function season(file: string, options: SeasonOptions, io: Io): void {
  const asOf = day(options.asOf ?? io.today());
  const plan = decide(readDeployment(file).deployment, asOf);
  if (options.move !== undefined) return move(file, plan, { ...options, move: options.move }, io);
  if (plan.brokers.kind === 'pinned')
    throw new BadInput(['wal.type: brokers with WAL volumes have a fixed number, so there is nothing to play']);
  const { title, load } = loadOf(plan, options.load);
  const report = seasonReport(plan, load);
  if (options.svg !== undefined || options.html !== undefined) draw(plan, title, load, report, options);
  if (options.json) {
    const outcomes = report.outcomes.map(({ minutes: _minutes, ...figure }) => figure);
    return json(io.stdout, { file, load: title, ...report, outcomes });
  }
  io.stdout.write(seasonText(title, report, look(io)));
}

function loadOf(plan: Plan, name: string): { readonly title: string; readonly load: readonly LoadPoint[] } {
  const workload = referenceWorkloads.find((each) => each.name === name);
  if (!workload) return { title: name, load: readLoad(name) };
  const zone = timeZone(plan.seasons?.seasons[0]?.timeZone ?? 'UTC');
  const offset = (instant: number): number => (zone ? offsetAt(zone, instant) : 0);
  const load = playWorkload(workload, spanOf(plan), { offset, isPeak: isPeakOf(plan) });
  return { title: `${workload.name}, ${workload.title}`, load };
}

function readLoad(file: string): readonly LoadPoint[] {
  const known = referenceWorkloads.map(({ name }) => name).join(', ');
  const text = (() => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      throw new BadInput([
        `--load: cannot be read, got "${file}"; allowed: ${known}, or a CSV of time, MB/s in, MB/s out`,
      ]);
    }
  })();
  const { load, mistakes } = parseLoad(text);
  if (mistakes.length > 0) throw new BadInput(mistakes.map((each) => `${file}: ${mistakeText(each)}`));
  return load;
}

function draw(
  plan: Plan,
  title: string,
  load: readonly LoadPoint[],
  report: ReturnType<typeof seasonReport>,
  { svg, html }: SeasonOptions,
): void {
  const heading = `${plan.cluster.name}: ${title.split(',')[0] ?? title}`;
  const chart = seasonChart(heading, report.outcomes, clusterOf(plan), load);
  if (svg !== undefined) writeFileSync(svg, chart);
  if (html !== undefined)
    writeFileSync(html, seasonPage(heading, chart, figures(report), [title, ...report.suggestion.sentences]));
}

function move(file: string, plan: Plan, options: SeasonOptions & { readonly move: string }, io: Io): void {
  const { move: name, start = '', end = '', brokersPerZone, asOf } = options;
  const now = asOf === undefined ? io.now() : instantOf(`${plan.asOf}T00:00:00Z`);
  const moved = checkedMove(plan, { name, start, end, brokersPerZone }, now);
  const stack = plan.stacks.find(({ kind }) => kind === 'seasons')?.name ?? '';
  const commands = commandsOf(options.engine ?? 'cdk', { file, stack, parameters: moved.parameters });
  if (options.json) json(io.stdout, { stack, ...moved, commands });
  else line(io.stdout, moveText(name, moved, commands, look(io)));
}

function commandsOf(engine: string, set: ParametersToSet): ParameterCommands {
  if (engine === 'cdk') return cdkCommands(set);
  if (engine === 'pulumi') return pulumiCommands(set);
  throw new BadInput([`--engine: got "${engine}"; allowed: cdk, pulumi`]);
}

function checkedMove(plan: Plan, request: MoveRequest, now: number): Move {
  if (!plan.seasons) throw new BadInput(['seasons: the file names none, so there is nothing to move']);
  try {
    return planMove(plan.seasons, request, now);
  } catch (error) {
    throw error instanceof MoveRefused ? new BadInput(error.mistakes) : error;
  }
}
