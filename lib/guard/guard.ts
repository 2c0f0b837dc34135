/** The guard: what is deployed against what is proposed. Pure; the difference library is handed in. */
import type { Packet, Template, TemplateFile } from '../review';
import type { Differ, ResourceChange } from './diff';
import type { Finding } from './finding';
import { freezeFindings, stacksInFreeze } from './freeze';
import { lossesOf } from './rules';
import { approvalFindings, exportFindings, importsIn, serviceFindings, sizeFindings, type StackPair } from './stacks';
import { statefulByType, type StatefulType } from './stateful';

export interface GuardInput {
  readonly deployed: readonly TemplateFile[];
  readonly proposed: readonly TemplateFile[];
  /** Signed packet; absent where nothing has to be signed. */
  readonly approved?: Packet;
  /** Name or span of the freeze that today is in. */
  readonly freeze?: string;
  /** Name or span of the season that today is in. */
  readonly season?: string;
  /** Parameters that may change inside a freeze. @default - all */
  readonly seasonParameters?: readonly string[];
  /** Why the glass of a freeze is broken: it warns then, with this reason. */
  readonly breakGlass?: string;
}

/** Everything to refuse or warn of, refusals first. */
export function guard(input: GuardInput, differ: Differ): readonly Finding[] {
  const { deployed, proposed, approved, freeze, season } = input;
  const { pairs, unreadable } = pairsOf(deployed, proposed, differ);
  const imported = importsIn(deployed.map(templateOf));
  const found = [
    ...unreadable,
    ...missingStacks(deployed, proposed),
    ...(freeze === undefined ? [] : stacksInFreeze(deployed, proposed, { ...input, freeze })),
    ...lostProtection(deployed, proposed),
    ...pairs.flatMap((pair) => [
      ...stateFindings(pair, differ),
      ...exportFindings(pair, imported),
      ...serviceFindings(pair),
      ...(season === undefined ? [] : sizeFindings(pair, season)),
      ...(freeze === undefined ? [] : freezeFindings(pair, { ...input, freeze })),
    ]),
    ...(approved === undefined ? [] : approvalFindings(proposed, approved)),
  ];
  return [...found.filter(({ level }) => level === 'refuse'), ...found.filter(({ level }) => level === 'warn')];
}

const templateOf = ({ text }: TemplateFile): Template => JSON.parse(text) as Template;

interface Pairs {
  readonly pairs: readonly StackPair[];
  readonly unreadable: readonly Finding[];
}

function pairsOf(deployed: readonly TemplateFile[], proposed: readonly TemplateFile[], differ: Differ): Pairs {
  const [pairs, unreadable]: [StackPair[], Finding[]] = [[], []];
  for (const old of deployed) {
    const now = proposed.find(({ stack }) => stack === old.stack);
    if (now === undefined) continue;
    const [before, after] = [templateOf(old), templateOf(now)];
    try {
      const changes = old.text === now.text ? [] : differ.changes(before, after);
      pairs.push({ stack: old.stack, before, after, changes });
    } catch (error) {
      unreadable.push(notComparable(old.stack, error as Error));
    }
  }
  return { pairs, unreadable };
}

/** What nobody can compare, nobody lets pass. */
const notComparable = (stack: string, { message }: Error): Finding => ({
  level: 'refuse',
  rule: 'not comparable',
  stack,
  resource: stack,
  what: `cannot be compared with what is deployed: ${message}`,
  wayAround:
    'A required part is missing: have CloudFormation validate the template (`aws cloudformation validate-template`).',
});

function stateFindings({ stack, changes }: StackPair, differ: Differ): Finding[] {
  const added = changes.filter(({ before }) => before === undefined);
  return changes.flatMap((change) => {
    const row = statefulRow(change, differ);
    if (row === undefined) return [];
    return lossesOf(change, row, added).map((found): Finding => ({
      level: 'refuse',
      stack,
      resource: change.id,
      wayAround: row.wayAround,
      ...found,
    }));
  });
}

/** The list first; then whatever the provider schema calls stateful, such as a database that an aspect added. */
function statefulRow({ before, type }: ResourceChange, differ: Differ): StatefulType | undefined {
  const given = before?.Type ?? type;
  const listed = statefulByType.get(given);
  if (listed || !differ.isStateful(given)) return listed;
  return { type: given, holds: 'state', wayAround: 'Keep its logical id and the properties that replace it.' };
}

/** A stack that holds state and is no longer made: renamed, or forgotten. */
function missingStacks(deployed: readonly TemplateFile[], proposed: readonly TemplateFile[]): Finding[] {
  return deployed
    .filter(({ stack }) => !proposed.some((row) => row.stack === stack))
    .map((file): Finding => {
      const stateful = Object.values(templateOf(file).Resources ?? {}).some(({ Type }) => statefulByType.has(Type));
      const what = `is deployed and no longer made${stateful ? ', and it holds data or identities' : ''}`;
      const wayAround = 'Keep `name` and `stackNamePrefix` in the file; delete a stack on purpose with `cdk destroy`.';
      return {
        level: stateful ? 'refuse' : 'warn',
        rule: 'stack missing',
        stack: file.stack,
        resource: file.stack,
        what,
        wayAround,
      };
    });
}

function lostProtection(deployed: readonly TemplateFile[], proposed: readonly TemplateFile[]): Finding[] {
  return proposed
    .filter(
      ({ stack, terminationProtection }) =>
        terminationProtection === false &&
        deployed.some((old) => old.stack === stack && old.terminationProtection === true),
    )
    .map(({ stack }) => ({
      level: 'refuse',
      rule: 'protection',
      stack,
      resource: stack,
      what: 'would lose its termination protection',
      property: 'terminationProtection',
      wayAround:
        'Set `terminationProtection: true` in the file; `automq-byoc protect FILE --off` when the stack is really to go.',
    }));
}
