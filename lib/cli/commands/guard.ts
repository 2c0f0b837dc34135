/** `automq-byoc guard`: ends with 1 where a deploy would lose data, or where nobody signed it. */
import { existsSync, statSync } from 'node:fs';
import { plan } from '../../core';
import { readDeployment } from '../../files';
import { differ, guard as check, sentence, standing, type Finding } from '../../guard';
import { deployedTemplate } from '../aws/deployed';
import { calendarAt, type CalendarMoment } from '../calendar';
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
  const calendar = calendarOf(options, day);
  const proposed = await readTemplates(options.proposed, day);
  const findings = check(
    {
      deployed: await deployedTemplates(options, day),
      proposed,
      approved: options.approved === undefined ? undefined : readPacket(options.approved),
      freeze: within('--freeze', options.freeze, day) ?? calendar?.freeze,
      season: within('--season', options.season, day) ?? calendar?.season,
      seasonParameters: calendar?.seasonParameters,
      breakGlass: reasonOf(options.breakGlass),
    },
    await differ(),
  );
  if (options.json) json(io.stdout, findings);
  else report(findings, io);
  stop(findings, mayLoseData(options), io);
}

function calendarOf({ deployment, proposed, at }: GuardOptions, day: string): CalendarMoment | undefined {
  const moment = at === undefined ? Date.now() : instant(at);
  const file = deployment ?? (isFile(proposed) ? proposed : undefined);
  return file === undefined ? undefined : calendarAt(plan(readDeployment(file).deployment, day), moment);
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

async function deployedTemplates({ deployed, stack }: GuardOptions, day: string) {
  if (deployed !== undefined) return readTemplates(deployed, day);
  if (stack?.length) return Promise.all(stack.map(deployedTemplate));
  throw new BadInput(['--deployed or --stack: needed, to know what is deployed']);
}

function report(findings: readonly Finding[], io: Io): void {
  findings.forEach((finding) => line(io.stdout, sentence(finding)));
  const count = (level: string) => findings.filter((row) => row.level === level).length;
  line(io.stdout, `guard: ${count('refuse')} refused, ${count('warn')} warnings`);
}

/** Both halves, as for destroying data on purpose. */
function mayLoseData({ deployment, allowDataLoss }: GuardOptions): boolean {
  if (deployment === undefined || allowDataLoss === undefined) return false;
  const read = readDeployment(deployment).deployment;
  return read.allowDataLoss === true && read.name === allowDataLoss;
}

function stop(findings: readonly Finding[], allowed: boolean, io: Io): void {
  const left = standing(findings, allowed).length;
  if (allowed && left < standing(findings, false).length)
    line(io.stderr, 'guard: lets data go, because that is allowed in the file and on the command line');
  if (left > 0) throw new Failure(`guard: refused, ${left} to be looked at`);
}
