/** Inside a freeze nothing but season parameters may differ, unless somebody breaks the glass and says why. */
import type { Template } from '../review';
import type { Finding } from './finding';
import { same } from './rules';

export interface Freeze {
  /** Name, end and reason, for the sentence. */
  readonly freeze: string;
  /** @default - every parameter */
  readonly seasonParameters?: readonly string[];
  readonly breakGlass?: string;
}

interface Pair {
  readonly stack: string;
  readonly before: Template;
  readonly after: Template;
}

const WAY_AROUND =
  'Set season parameters only (`--parameters`), wait for its end, or break the glass: `--break-glass "why"` lets it through as a warning with that reason.';

export function freezeFindings({ stack, before, after }: Pair, freeze: Freeze): Finding[] {
  const part = differs(before, after, freeze);
  return part === undefined ? [] : [finding(stack, `differs from what is deployed (${part})`, freeze)];
}

type Stacks = readonly { readonly stack: string }[];

/** A whole stack more or less than is deployed. */
export function stacksInFreeze(deployed: Stacks, proposed: Stacks, freeze: Freeze): Finding[] {
  const lacks = (rows: Stacks, stack: string): boolean => !rows.some((row) => row.stack === stack);
  const added = proposed.filter(({ stack }) => deployed.length > 0 && lacks(deployed, stack));
  const gone = deployed.filter(({ stack }) => lacks(proposed, stack));
  return [
    ...added.map(({ stack }) => finding(stack, 'is new', freeze)),
    ...gone.map(({ stack }) => finding(stack, 'is no longer made', freeze)),
  ];
}

/** The first section of the template that is not the same: a reader looks there. */
function differs(before: Template, after: Template, { seasonParameters }: Freeze): string | undefined {
  const frozen = (template: Template): Readonly<Record<string, unknown>> => ({
    ...template,
    Parameters: seasonParameters && without(template.Parameters ?? {}, seasonParameters),
  });
  const [old, now] = [frozen(before), frozen(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].find((section) => !same(old[section], now[section]));
}

const without = (values: Readonly<Record<string, unknown>>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));

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
