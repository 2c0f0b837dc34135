/** `automq-byoc guard`: ends with 1 where a deploy would lose data, or where nobody signed it. */
import { existsSync, statSync } from 'node:fs';
import { plan, type Plan } from '../../core';
import { readDeployment } from '../../files';
import { differ, guard as check, sentence, standing, type Finding } from '../../guard';
import type { TemplateFile } from '../../review';
import { deployedTemplate } from '../aws/deployed';
import { calendarAt } from '../calendar';
import { BadInput, Failure } from '../failures';
import { type Io, json, line } from '../io';
import { readTemplates } from '../templates';
import { within } from '../windows';
import { readPacket } from './review';

export interface GuardOptions {
  /** Folder of templates as they are deployed, or a deployment file. */
  readonly deployed?: string;
  /** Names of deployed stacks, read from CloudFormation. */
  readonly stack?: readonly string[];
  readonly proposed: string;
  readonly approved?: string;
  readonly freeze?: readonly string[];
  readonly season?: readonly string[];
  /**
   * Deployment file: its freezes and seasons hold, and it may have the first half of the opt-in.
   * @default - `proposed`, where that is a file
   */
  readonly deployment?: string;
  /** Moment to judge for, ISO 8601 with an offset. @default - now */
  readonly at?: string;
  /** Why a freeze is overruled. */
  readonly breakGlass?: string;
  /** Second half: the cluster's name. */
  readonly allowDataLoss?: string;
  readonly json?: boolean;
}

export async function guard(options: GuardOptions, io: Io): Promise<void> {
  const day = io.today();
  const decided = planOf(options, day);
  const moment = momentOf(options, decided, day);
  const proposed = await readTemplates(options.proposed, day);
  const findings = check(
    {
      deployed: await deployedTemplates(options, { day, region: decided?.cluster.region ?? regionOf(proposed) }, io),
      proposed,
      approved: options.approved === undefined ? undefined : readPacket(options.approved),
      ...moment,
      breakGlass: reasonOf(options.breakGlass),
    },
    await differ(),
  );
  if (options.json) json(io.stdout, findings);
  else report(findings, io);
  stop(findings, mayLoseData(options), io);
}

/** What holds at `--at`, or now: by days of the command line, else by the file. */
function momentOf({ at, freeze, season }: GuardOptions, decided: Plan | undefined, today: string) {
  const moment = at === undefined ? Date.now() : instant(at);
  const calendar = decided && calendarAt(decided, moment);
  // By its own calendar: 2027-01-04T23:30:00-05:00 is on the 4th.
  const day = at?.slice(0, 10) ?? today;
  return {
    freeze: within('--freeze', freeze, day) ?? calendar?.freeze,
    season: within('--season', season, day) ?? calendar?.season,
    seasonParameters: calendar?.seasonParameters,
  };
}

/** The deployment file that holds: the one that is named, or the one that is proposed. */
const fileOf = ({ deployment, proposed }: GuardOptions): string | undefined =>
  deployment ?? (isFile(proposed) ? proposed : undefined);

function planOf(options: GuardOptions, day: string): Plan | undefined {
  const file = fileOf(options);
  return file === undefined ? undefined : plan(readDeployment(file).deployment, day);
}

/** As the CDK writes it beside the templates, `aws://111122223333/us-east-1`; an app may leave it open. */
function regionOf(proposed: readonly TemplateFile[]): string | undefined {
  const regions = proposed.flatMap(
    ({ environment }) => /^aws:\/\/[^/]+\/([a-z0-9-]+)$/.exec(environment ?? '')?.[1] ?? [],
  );
  return regions.find((region) => region !== 'unknown-region');
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

function instant(at: string): number {
  const moment = /T.*(Z|[+-]\d\d:\d\d)$/.test(at) ? Date.parse(at) : NaN;
  if (Number.isNaN(moment))
    throw new BadInput([`--at: got "${at}"; allowed: a time with its offset, 2026-11-27T09:00:00-05:00`]);
  return moment;
}

/** A reason is what the record is for. */
function reasonOf(breakGlass: string | undefined): string | undefined {
  if (breakGlass === undefined || breakGlass.trim().length >= 10) return breakGlass;
  throw new BadInput([`--break-glass: got "${breakGlass}"; allowed: who asks for it and why, at least 10 characters`]);
}

interface Place {
  readonly day: string;
  /** Where the stacks are; otherwise where the SDK looks. */
  readonly region?: string;
}

async function deployedTemplates({ deployed, stack = [] }: GuardOptions, { day, region }: Place, io: Io) {
  if (deployed !== undefined) return readTemplates(deployed, day);
  if (stack.length === 0) throw new BadInput(['--deployed or --stack: needed, to know what is deployed']);
  const found = await Promise.all(stack.map((name) => deployedTemplate(name, region)));
  const missing = stack.filter((_, index) => found[index] === undefined);
  if (missing.length > 0) line(io.stderr, `guard: ${missing.join(', ')}: nothing deployed, nothing to lose`);
  return found.filter((template) => template !== undefined);
}

function report(findings: readonly Finding[], io: Io): void {
  findings.forEach((finding) => line(io.stdout, sentence(finding)));
  const count = (level: string) => findings.filter((row) => row.level === level).length;
  line(io.stdout, `guard: ${count('refuse')} refused, ${count('warn')} warnings`);
}

/** Both halves, as for destroying data on purpose. */
function mayLoseData(options: GuardOptions): boolean {
  const file = fileOf(options);
  if (file === undefined || options.allowDataLoss === undefined) return false;
  const read = readDeployment(file).deployment;
  return read.allowDataLoss === true && read.name === options.allowDataLoss;
}

function stop(findings: readonly Finding[], allowed: boolean, io: Io): void {
  const left = standing(findings, allowed).length;
  if (allowed && left < standing(findings, false).length)
    line(io.stderr, 'guard: lets data go, because that is allowed in the file and on the command line');
  if (left > 0) throw new Failure(`guard: refused, ${left} to be looked at`);
}
