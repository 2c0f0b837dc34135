/** JSON that a user names: what is wrong with it is said with its name. */
import { existsSync, readFileSync } from 'node:fs';
import { BadInput } from './failures';

/** @throws BadInput where there is no such file, or something else than a JSON object in it */
export function readJson<T extends object>(file: string): T {
  if (!existsSync(file)) throw new BadInput([`${file}: does not exist`]);
  const value = parse(file);
  if (typeof value === 'object' && value !== null) return value as T;
  throw new BadInput([`${file}: is no JSON object`]);
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new BadInput([`${file}: is no JSON: ${(error as Error).message}`]);
  }
}
