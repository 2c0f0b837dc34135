/** For commands that complete a deployment file: what they need must be right, the rest may still be missing. */
import { DeploymentError, check } from '../core/deployment';
import { readSettings } from '../files';

export interface Incomplete {
  /** The value at a path such as `image.id`, if any file gives one. */
  readonly value: (path: string) => unknown;
  /** The file that gives it. */
  readonly origin: (path: string) => string | undefined;
}

/** @throws DeploymentError with the mistakes at the paths that are needed */
export function readIncomplete(file: string, needed: readonly string[]): Incomplete {
  const { values, origins } = readSettings(file);
  const mistakes = check(values).mistakes.filter(({ path }) => needed.includes(path));
  if (mistakes.length > 0) throw new DeploymentError(mistakes);
  return { value: (path) => at(values, path.split('.')), origin: (path) => origins[path] };
}

function at(values: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return values;
  const inner = typeof values === 'object' && values !== null ? (values as Record<string, unknown>)[step] : undefined;
  return at(inner, rest);
}
