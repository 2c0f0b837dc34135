import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeParts } from '../../lib/instance/files';
import { kinds } from './kinds';

const instance = join(__dirname, '../../lib/instance');

beforeAll(() => {
  if (spawnSync('shellcheck', ['--version']).error) throw new Error('install the package shellcheck');
});

// The parts are read as the one script they become, with the comments that speak to shellcheck.
test.each(kinds)('%s %s %s: shellcheck has nothing to say', (...kind) => {
  const input = nodeParts(...kind)
    .map((part) => readFileSync(join(instance, part), 'utf8'))
    .join('');
  const { stdout } = spawnSync('shellcheck', ['-'], { input, encoding: 'utf8' });
  expect(stdout).toBe('');
});
