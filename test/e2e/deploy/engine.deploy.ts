/** The engine refuses to start where upstream is not what it was written for. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { preparePython } from '../../local-aws/prepare';

/** Takes a name away before the check, as a later release of upstream might. */
const start = (before: string): { readonly status: number | null; readonly said: string } => {
  const script = `import engine.upstream as upstream\n${before}\nupstream.check()`;
  const env = { LOCAL_AWS_ACCOUNT: '1', LOCAL_AWS_PORT: '1', LOCAL_AWS_CLOUDFORMATION_PORT: '1' };
  const cwd = join(__dirname, '../../local-aws');
  const { status, stderr } = spawnSync(preparePython(), ['-B', '-c', script], { cwd, env, encoding: 'utf8' });
  return { status, said: stderr };
};

test('starts with the pinned versions', () => {
  expect(start('')).toMatchObject({ status: 0 });
});

test.each([
  [
    'changesets._delete_change_set',
    'from ministack.services.cloudformation import changesets as m; del m._delete_change_set',
  ],
  ['handlers._delete_stack', 'from ministack.services.cloudformation import handlers as m; del m._delete_stack'],
  ['handlers._describe_stacks', 'from ministack.services.cloudformation import handlers as m; del m._describe_stacks'],
  ['FakeBucket.get_permission', 'from moto.s3.models import FakeBucket as m; del m.get_permission'],
  ['moto is 0, not', 'upstream.metadata.version = lambda name: "0"'],
])('stops by name where %s is not there', (name, before) => {
  const { status, said } = start(before);
  expect({ status, said }).toEqual({ status: 1, said: expect.stringContaining(name) });
});
