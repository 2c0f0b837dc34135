/** What was released is never written again: its bytes have the recorded SHA-256. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const RELEASED = join(__dirname, 'released');

/** The record of each release, by the SHA-256 of its own list: a release that is recorded anew fails here too. */
const RECORDS: Readonly<Record<string, string>> = {
  '0.1.0': 'e9da89bc8e35404be32c97cd6e0140faa3d0c7f2e2199622140132977bdd557c',
};

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

test('every release has its record', () => {
  const versions = readdirSync(RELEASED).filter((name) => /^\d/.test(name));
  expect(versions).toEqual(Object.keys(RECORDS));
});

test.each(Object.entries(RECORDS))('%s is what was released', (version, record) => {
  const folder = join(RELEASED, version);
  const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8');
  const files = readdirSync(folder).filter((file) => file !== 'SHA256SUMS');
  expect(files.map((file) => `${sha256(join(folder, file))}  ${file}\n`).join('')).toBe(sums);
  expect(sha256(join(folder, 'SHA256SUMS'))).toBe(record);
});
