/** Where machines cannot boot, the suites that boot them say so in one line; where everything must run, that is a failure. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

describe('where machines can run', () => {
  const able = join(__dirname, '../e2e/boot/able');
  const needed = / in (ip .*); do$/m.exec(readFileSync(join(__dirname, '../e2e/boot/lacking'), 'utf8'))![1]!.split(' ');
  const programs = needed.filter((name) => !name.startsWith('/'));

  /** What `able` says where the path has these programs, on Linux and not as root. */
  function said(...names: readonly string[]): { status: number | null; stdout: string } {
    const folder = mkdtempSync(join(project, 'path-'));
    const stubs = { ...Object.fromEntries(names.map((name) => [name, ''])), uname: 'echo Linux', id: 'echo 1000' };
    for (const [name, does] of Object.entries(stubs))
      writeFileSync(join(folder, name), `#!/bin/bash\n${does}\n`, { mode: 0o755 });
    const { status, stdout } = spawnSync(able, { env: { PATH: folder }, encoding: 'utf8' });
    return { status, stdout };
  }

  test('without Java and Maven, and nothing that installs them, machines cannot: the one line names both', () => {
    const { status, stdout } = said(...programs.filter((name) => !['java', 'mvn'].includes(name)));
    expect(status).toBe(1);
    expect(stdout).toMatch(/^it needs more programs, and there is no apt-get: java mvn( \/lib\/systemd\/systemd)?\n$/);
  });

  test('apt-get is enough: what is lacking is installed later', () =>
    expect(said('apt-get')).toEqual({ status: 1, stdout: 'it needs root\n' }));
});
