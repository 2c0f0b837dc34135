/** `automq-byoc review FILE|cdk.out`: the packet that a security reviewer signs, made from the templates alone. */
import { existsSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  changes,
  failures,
  html,
  markdown,
  review as make,
  sarif,
  type ChangeRow,
  type Packet,
  type TemplateFile,
} from '../../review';
import { BadInput, Failure } from '../failures';
import { type Io, line } from '../io';
import { day } from './day';
import { readJson } from '../json-file';
import { packFindings } from '../packs';
import { readTemplates } from '../templates';
import { version } from '../version';

export interface ReviewOptions {
  readonly format: string;
  /** A packet as JSON, or a folder of templates. */
  readonly against?: string;
  readonly failOn?: string;
  /** Run the four cdk-nag packs on the templates as well. */
  readonly packs?: boolean;
  /** @default - today */
  readonly asOf?: string;
}

type Format = (packet: Packet, changed: readonly ChangeRow[] | undefined, files: readonly TemplateFile[]) => string;

const text = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const FORMATS: Readonly<Record<string, Format>> = {
  md: markdown,
  html,
  json: (packet, changed) => text(changed ? { ...packet, change: changed } : packet),
  sarif: (packet, changed, files) => text(sarif(packet, changed, files)),
};

export async function review(from: string, options: ReviewOptions, io: Io): Promise<void> {
  const format = oneOf('--format', options.format, FORMATS);
  const asOf = day(options.asOf ?? io.today());
  if (options.failOn !== undefined) oneOf('--fail-on', options.failOn, { widened: true });
  if (options.failOn !== undefined && options.against === undefined)
    throw new BadInput(['--fail-on: needs --against, the packet to compare with']);
  const files = await readTemplates(from, asOf);
  const packs = options.packs ? await packFindings(files) : undefined;
  const packet = make(files, { from, day: asOf, version: version() }, packs);
  const changed = options.against === undefined ? undefined : changes(await baseline(options.against, asOf), packet);
  io.stdout.write(
    format(
      packet,
      changed,
      files.map((file) => ({ ...file, file: placeOf(from, file) })),
    ),
  );
  stopOn([...failures(packet), ...(options.failOn ? widened(changed) : [])], io);
}

/** Where a template can be opened; one that was synthesized for the occasion is gone, and keeps its bare name. */
const placeOf = (from: string, { file }: TemplateFile): string =>
  statSync(from).isDirectory() ? relative('.', join(from, file)) : file;

function oneOf<T>(option: string, given: string, allowed: Readonly<Record<string, T>>): T {
  const found = Object.hasOwn(allowed, given) ? allowed[given] : undefined;
  if (found !== undefined) return found;
  throw new BadInput([`${option}: got "${given}"; allowed: ${Object.keys(allowed).join(', ')}`]);
}

/** The packet that was signed, or one made now from the templates it was made from. */
async function baseline(from: string, asOf: string): Promise<Packet> {
  if (existsSync(from) && statSync(from).isDirectory())
    return make(await readTemplates(from, asOf), { from, day: asOf, version: version() });
  return readPacket(from);
}

export function readPacket(file: string): Packet {
  const packet = readJson<Partial<Packet>>(file);
  if (packet.format === 'automq-byoc review 1') return packet as Packet;
  throw new BadInput([`${file}: is no packet of 'automq-byoc review --format json'`]);
}

const widened = (changed: readonly ChangeRow[] = []): string[] =>
  changed.filter(({ risk }) => risk === 'widened').map(({ section, words }) => `widened, ${section}: ${words}`);

function stopOn(reasons: readonly string[], io: Io): void {
  reasons.forEach((reason) => line(io.stderr, reason));
  if (reasons.length > 0) throw new Failure(`review: ${reasons.length} to be looked at before this is signed`);
}
