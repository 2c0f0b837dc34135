/** `automq-byoc explain LOGICAL_ID`: what a resource is for, which plan row made it, and which file. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BadInput, Failure } from '../failures';
import { type Io, json, line, look } from '../io';
import { nearest } from '../text/nearest';
import { facts } from '../text/table';

export interface ExplainOptions {
  /** Folder of the synthesized templates. */
  readonly app: string;
  readonly json?: boolean;
}

export interface Explanation {
  readonly logicalId: string;
  readonly stack: string;
  readonly type: string;
  readonly purpose: string;
  readonly plan: string;
  readonly file: string;
  readonly onDelete: string;
}

interface TemplateResource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

export async function explain(logicalId: string, options: ExplainOptions, io: Io): Promise<void> {
  const known = await readResources(options.app);
  const found = known.filter((row) => row.logicalId === logicalId);
  if (found.length === 0) throw new BadInput([unknown(logicalId, options.app, known)]);
  if (options.json) return json(io.stdout, found);
  line(io.stdout, found.map((row) => text(row, io)).join('\n\n'));
}

function text(row: Explanation, io: Io): string {
  return facts(
    [
      ['resource', `${row.logicalId} (${row.type})`],
      ['stack', row.stack],
      ['is for', row.purpose],
      ['plan row', row.plan],
      ['made in', row.file],
      ['on delete', row.onDelete],
    ],
    look(io),
  );
}

function unknown(logicalId: string, app: string, known: readonly Explanation[]): string {
  const close = nearest(
    logicalId,
    known.map((row) => row.logicalId),
  );
  const hint = close.length > 0 ? `; nearest: ${close.join(', ')}` : '';
  return `${logicalId}: no resource with this logical id among the ${known.length} in ${app}${hint}`;
}

async function readResources(app: string): Promise<Explanation[]> {
  const files = await templateFiles(app);
  if (files.length === 0)
    throw new Failure(`${app}: no template here; run 'npx cdk synth' first, or name its folder with --app`);
  return (await Promise.all(files.map(readTemplate))).flat();
}

/** Templates of the app and of its stages, which are folders of their own. */
async function templateFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names
    .filter((name) => name.endsWith('.template.json'))
    .map((name) => join(folder, name))
    .sort();
}

async function readTemplate(file: string): Promise<Explanation[]> {
  const { Resources = {} } = JSON.parse(await readFile(file, 'utf8')) as {
    Resources?: Record<string, TemplateResource>;
  };
  const stack = basename(file, '.template.json');
  return Object.entries(Resources).map(([logicalId, resource]) => describe(stack, logicalId, resource));
}

/** The metadata keys are those that the constructs write; a test holds the two together. */
function describe(
  stack: string,
  logicalId: string,
  { Type: type, Metadata, DeletionPolicy }: TemplateResource,
): Explanation {
  const said = (key: string): string => String(Metadata?.[key] ?? 'not said in the template');
  return {
    logicalId,
    stack,
    type,
    purpose: said('automq:purpose'),
    plan: said('automq:plan'),
    file: said('automq:file'),
    onDelete: DeletionPolicy?.startsWith('Retain') ? `kept (${DeletionPolicy})` : 'deleted with its stack',
  };
}
