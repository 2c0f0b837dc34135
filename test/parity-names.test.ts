/** Both engines are tested by tests of the same names: one that only one engine has needs a reason. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ONE_ENGINE_ONLY } from './parity/test-names';

const PARTS = ['automq-cluster', 'cluster', 'data', 'identity', 'network', 'seasons'];

type Engine = 'cdk' | 'pulumi';

function source(engine: Engine, part: string): string {
  const paths = ['test', 'slow'].map((kind) => join(__dirname, engine, `${part}.${kind}.ts`));
  return readFileSync(paths.find(existsSync)!, 'utf8');
}

/** `describe` before the name; a test of a table ends its rows first. */
function namesIn(text: string): readonly string[] {
  const names: string[] = [];
  let group = '';
  for (const line of text.split('\n')) {
    const [, what = '', , name = ''] =
      /^(describe| *(?:test|test\.each\(.*\)| *\](?: as const)?\)))\((['"])(.+?)\2,/.exec(line) ?? [];
    if (what === 'describe') group = `${name}: `;
    else if (what !== '') names.push(what.startsWith(' ') ? group + name : name);
  }
  return names;
}

const names = (engine: Engine, part: string) => namesIn(source(engine, part));

test.each(PARTS)('%s: the same tests for both engines, but for those with a reason', (part) => {
  const [cdk, pulumi] = [names('cdk', part), names('pulumi', part)];
  const reasoned = (engine: Engine) =>
    ONE_ENGINE_ONLY.filter((row) => row.part === part && row.engine === engine).flatMap(({ tests }) => tests);
  expect(cdk.filter((name) => !pulumi.includes(name)).sort()).toEqual([...reasoned('cdk')].sort());
  expect(pulumi.filter((name) => !cdk.includes(name)).sort()).toEqual([...reasoned('pulumi')].sort());
});

test.each(PARTS)('%s: no name of a test is overlooked', (part) => {
  for (const engine of ['cdk', 'pulumi'] as const) {
    const tests = source(engine, part).match(/^ *test(\(|\.each\()/gm) ?? [];
    expect(names(engine, part)).toHaveLength(tests.length);
  }
});
