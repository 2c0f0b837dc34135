/** Inside a freeze nothing but season parameters may differ, unless somebody breaks the glass and says why. */
import { isObject, type Template, type TemplateFile } from '../review';
import { nameAmong, sameStack } from './environments';
import type { Finding } from './finding';
import { same } from './rules';

export interface Freeze {
  /** Name, end and reason, for the sentence. */
  readonly freeze: string;
  /** Only a deployment file says which those are. @default - none: no parameter may change */
  readonly seasonParameters?: readonly string[];
  readonly breakGlass?: string;
}

interface Pair {
  readonly stack: string;
  readonly before: Template;
  readonly after: Template;
}

const WAY_AROUND =
  'Set season parameters only (`--parameters`; the guard takes them from `--deployment FILE`), wait for its end, or break the glass: `--break-glass "why"` lets it through as a warning with that reason.';

export function freezeFindings({ stack, before, after }: Pair, freeze: Freeze): Finding[] {
  const part = differs(before, after, freeze);
  return part === undefined ? [] : [finding(stack, `differs from what is deployed (${part})`, freeze)];
}

type Stacks = readonly Pick<TemplateFile, 'stack' | 'environment'>[];

/** A whole stack more or less than is deployed. */
export function stacksInFreeze(deployed: Stacks, proposed: Stacks, freeze: Freeze): Finding[] {
  const name = (row: Stacks[number]) => nameAmong(row, [...deployed, ...proposed]);
  const added = proposed.filter((row) => deployed.length > 0 && !deployed.some((other) => sameStack(row, other)));
  const gone = deployed.filter((row) => !proposed.some((other) => sameStack(row, other)));
  return [
    ...added.map((row) => finding(name(row), 'is new', freeze)),
    ...gone.map((row) => finding(name(row), 'is no longer made', freeze)),
  ];
}

/** The first section of the template that is not the same: a reader looks there. */
function differs(before: Template, after: Template, { seasonParameters = [] }: Freeze): string | undefined {
  const frozen = (template: Template): Readonly<Record<string, unknown>> => ({
    ...template,
    Parameters: withoutDefaults(template.Parameters ?? {}, seasonParameters),
  });
  const [old, now] = [frozen(before), frozen(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].find((section) => !same(old[section], now[section]));
}

/** The value of a season parameter may change, and nothing else of it: its bounds are part of what was tried. */
const withoutDefaults = (parameters: Readonly<Record<string, unknown>>, names: readonly string[]) =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, row]) => {
      if (!names.includes(name) || !isObject(row)) return [name, row];
      const { Default: _value, ...rest } = row;
      return [name, rest];
    }),
  );

function finding(stack: string, what: string, { freeze, breakGlass }: Freeze): Finding {
  const place = { rule: 'freeze', stack, resource: stack };
  if (breakGlass === undefined)
    return { ...place, level: 'refuse', what: `${what}, inside the freeze ${freeze}`, wayAround: WAY_AROUND };
  return {
    ...place,
    level: 'warn',
    what: `${what}, inside the freeze ${freeze}; the glass is broken: ${breakGlass}`,
    wayAround: 'Keep this output: it is the record of who asked for what.',
  };
}
