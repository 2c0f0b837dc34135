/** Rendered texts that reviewers read. `UPDATE_GOLDEN=1 npx jest test/core/render` writes them anew. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const folder = join(__dirname, '../../golden/render');

export function expectGolden(name: string, text: string): void {
  const file = join(folder, name);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(existsSync(file) ? readFileSync(file, 'utf8') : `no golden file ${name}`).toEqual(text);
}

export const asJson = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`;
