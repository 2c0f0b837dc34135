/** The guard: what is deployed against what is proposed. Pure; the difference library is handed in. */
import type { Packet, Template, TemplateFile } from '../review';
import { approvalFindings } from './approval';
import { clusterIdFindings } from './cluster-id';
import type { Differ, ResourceChange } from './diff';
import { nameAmong, sameStack } from './environments';
import { exportFindings } from './exports';
import type { Finding } from './finding';
import { freezeFindings, stacksInFreeze } from './freeze';
import { interruptionFindings } from './interruptions';
import { lossesOf } from './rules';
import { conditionText, settled } from './settled';
import { sizeFindings } from './sizes';
import { serviceFindings, type StackPair } from './stacks';
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
  /** Parameters that may change inside a freeze. @default - none */
  readonly seasonParameters?: readonly string[];
  /** Why the glass of a freeze is broken: it warns then, with this reason. */
  readonly breakGlass?: string;
}

/** Everything to refuse or warn of, refusals first. */
export function guard(input: GuardInput, differ: Differ): readonly Finding[] {
  const { deployed, proposed, approved, freeze, season } = input;
  const { pairs, unreadable } = pairsOf(deployed, proposed, differ);
  const found = [
    ...unreadable,
    ...missingStacks(deployed, proposed),
    ...(freeze === undefined ? [] : stacksInFreeze(deployed, proposed, { ...input, freeze })),
    ...lostProtection(deployed, proposed),
    ...pairs.flatMap((pair) => [
      ...stateFindings(pair, differ),
      ...conditionFindings(pair, differ),
      ...exportFindings(pair),
      ...clusterIdFindings(pair),
      ...serviceFindings(pair),
      ...interruptionFindings(pair),
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
    const stack = nameAmong(old, [...deployed, ...proposed]);
    const [now, ...others] = proposed.filter((row) => sameStack(row, old));
    if (others.length > 0) unreadable.push(ambiguous(stack));
    if (now === undefined || others.length > 0) continue;
    const [before, after] = [templateOf(old), templateOf(now)];
    try {
      const changes = old.text === now.text ? [] : differ.changes(settled(before), settled(after));
      pairs.push({ stack, before, after, changes });
    } catch (error) {
      unreadable.push(notComparable(stack, error as Error));
    }
  }
  return { pairs, unreadable };
}

const ambiguous = (stack: string): Finding => ({
  level: 'refuse',
  rule: 'ambiguous',
  stack,
  resource: stack,
  what: 'is proposed for several environments, and nothing says which of them is deployed',
  wayAround: 'Keep `manifest.json` beside the templates of the last deploy: it names account and region.',
});

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

/** A condition lets a parameter delete what it is on, and no later template would show that. */
function conditionFindings({ stack, before, after, changes }: StackPair, differ: Differ): Finding[] {
  const deleted = new Set(changes.filter((change) => change.after === undefined).map(({ id }) => id));
  return Object.entries(before.Resources ?? {}).flatMap(([id, old]): Finding[] => {
    const now = after.Resources?.[id];
    const [was, is] = [conditionText(before, old), conditionText(after, now)];
    const row = statefulRow({ before: old, type: old.Type }, differ);
    if (is === undefined || is === was || deleted.has(id) || row === undefined) return [];
    return [
      {
        level: 'refuse',
        rule: 'condition',
        stack,
        resource: id,
        what: `holds ${row.holds} and would be there only where a condition is met: a parameter could delete it`,
        property: 'Condition',
        wayAround: 'Let no condition decide over it.',
      },
    ];
  });
}

/** The list first; then whatever the provider schema calls stateful, such as a database that an aspect added. */
function statefulRow(
  { before, type }: Pick<ResourceChange, 'before' | 'type'>,
  differ: Differ,
): StatefulType | undefined {
  const given = before?.Type ?? type;
  const listed = statefulByType.get(given);
  if (listed || !differ.isStateful(given)) return listed;
  return { type: given, holds: 'state', wayAround: 'Keep its logical id and the properties that replace it.' };
}

/** A stack that holds state and is no longer made: renamed, or forgotten. */
function missingStacks(deployed: readonly TemplateFile[], proposed: readonly TemplateFile[]): Finding[] {
  return deployed
    .filter((file) => !proposed.some((row) => sameStack(row, file)))
    .map((file): Finding => {
      const stateful = Object.values(templateOf(file).Resources ?? {}).some(({ Type }) => statefulByType.has(Type));
      const what = `is deployed and no longer made${stateful ? ', and it holds data or identities' : ''}`;
      const wayAround = 'Keep `name` and `stackNamePrefix` in the file; delete a stack on purpose with `cdk destroy`.';
      const stack = nameAmong(file, [...deployed, ...proposed]);
      return {
        level: stateful ? 'refuse' : 'warn',
        rule: 'stack missing',
        stack,
        resource: stack,
        what,
        wayAround,
      };
    });
}

function lostProtection(deployed: readonly TemplateFile[], proposed: readonly TemplateFile[]): Finding[] {
  return proposed
    .filter(
      (file) =>
        file.terminationProtection === false &&
        deployed.some((old) => sameStack(old, file) && old.terminationProtection === true),
    )
    .map((file): Finding => ({
      level: 'refuse',
      rule: 'protection',
      stack: nameAmong(file, [...deployed, ...proposed]),
      resource: file.stack,
      what: 'would lose its termination protection',
      property: 'terminationProtection',
      wayAround:
        'Set `terminationProtection: true` in the file; `automq-byoc protect FILE --off` when the stack is really to go.',
    }));
}
