import { readFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { check, DeploymentError, type Deployment, type Mistake } from '../core/deployment';
import { over, settingsOf, type Settings } from './merge';

export type { Settings } from './merge';

/** A deployment file, read and checked. */
export interface DeploymentFile {
  readonly deployment: Deployment;
  /** The file each value came from, by path, relative to the folder of the file that was read. */
  readonly origins: Readonly<Record<string, string>>;
}

/**
 * Reads a deployment file, YAML or JSON, with what it extends.
 *
 * @throws DeploymentError with every mistake; each names the file of its value when that is another one
 */
export function readDeployment(file: string): DeploymentFile {
  const { values, origins } = readSettings(file);
  const { deployment, mistakes } = check(values);
  if (deployment) return { deployment, origins };
  throw new DeploymentError(mistakes.map((mistake) => withOrigin(mistake, origins, basename(file))));
}

/** Where the value is written, unless it is the file the user named. */
function withOrigin(mistake: Mistake, origins: Settings['origins'], own: string): Mistake {
  const origin = origins[mistake.path] ?? origins[mistake.path.replace(/\[.*$/, '')];
  if (origin === undefined || origin === own) return mistake;
  return { ...mistake, problem: `${mistake.problem} (in ${origin})` };
}

/**
 * Reads a file with what it extends, unchecked: for commands that complete an incomplete file.
 *
 * @throws DeploymentError where the file cannot be read or `extends` runs in a circle
 */
export const readSettings = (file: string): Settings => readChain(resolve(file), dirname(resolve(file)), []);

function readChain(file: string, root: string, extending: readonly string[]): Settings {
  const shown = relative(root, file);
  if (extending.includes(file)) {
    const circle = [...extending.slice(extending.indexOf(file)), file].map((each) => relative(root, each));
    throw refused('extends', `runs in a circle: ${circle.join(' -> ')}`, 'a file that extends none of these');
  }
  const { extends: base, ...values } = parseFile(file, shown);
  const own = settingsOf(values, shown);
  if (base === undefined) return own;
  if (typeof base !== 'string')
    throw refused('extends', `is not the name of a file (in ${shown})`, 'a path relative to the file');
  return over(own, readChain(resolve(dirname(file), base), root, [...extending, file]));
}

/** JSON is YAML, so one parser reads both. */
function parseFile(file: string, shown: string): Readonly<Record<string, unknown>> {
  const document = parseDocument(readText(file, shown), { prettyErrors: true });
  const [error] = document.errors;
  if (error) throw refused(shown, error.message.split('\n')[0] as string);
  const value: unknown = document.toJS();
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return withoutSchema(value);
  throw refused(shown, 'is not a map of settings', 'name, account, region, …');
}

function readText(file: string, shown: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw refused(shown, `cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
}

const refused = (path: string, problem: string, allowed?: string): DeploymentError =>
  new DeploymentError([{ path, problem, ...(allowed !== undefined && { allowed }) }]);

/** JSON files name their schema in a property, for editors alone. */
const withoutSchema = (values: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(values).filter(([key]) => key !== '$schema'));
