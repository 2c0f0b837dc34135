/** The real command, in a process of its own. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../..');

test('the binary passes arguments in and the exit code out', () => {
  const command = ['--import', 'tsx', join(root, 'bin/automq-byoc.ts'), 'plan', 'nowhere.yaml'];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toBe('nowhere.yaml: cannot be read: ENOENT\n');
});
