/** The version of this package, from the package.json that it was installed with. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export function version(folder: string = __dirname): string {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return version(dirname(folder));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
