/** Where machines cannot boot, the suites that boot them say so in one line; where everything must run, that is a failure. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let project: string;
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'not-able-'));
  for (const suite of ['boot', 'joined']) {
    mkdirSync(join(project, 'test/e2e', suite), { recursive: true });
    cpSync(join(__dirname, '../e2e', suite, 'run'), join(project, 'test/e2e', suite, 'run'));
  }
  writeFileSync(join(project, 'test/e2e/boot/able'), "#!/bin/bash\necho 'it needs Linux'\nexit 1\n", { mode: 0o755 });
});
afterAll(() => rmSync(project, { recursive: true }));

test.each([
  ['boot', undefined, 0],
  ['boot', 'true', 1],
  ['joined', undefined, 0],
  ['joined', 'true', 1],
])('e2e:%s, CI=%s: %d', (suite, CI, code) => {
  const env = { PATH: process.env.PATH, ...(CI && { CI }) };
  const { status, stdout } = spawnSync('bash', [join(project, 'test/e2e', suite, 'run')], { env, encoding: 'utf8' });
  expect([status, stdout]).toEqual([code, `SKIPPED e2e:${suite}, no machine was booted: it needs Linux\n`]);
});
