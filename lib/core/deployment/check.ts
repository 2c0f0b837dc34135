import { accessRules } from './rules/access-rules';
import { automqRules } from './rules/automq-rules';
import { nameRules } from './rules/name-rules';
import { networkRules } from './rules/network-rules';
import { nodeRules } from './rules/node-rules';
import type { Rule } from './rules/rule';
import { seasonRules } from './rules/season-rules';
import { subnetRules } from './rules/subnet-rules';
import { zoneRules } from './rules/zone-rules';
import type { Deployment } from './deployment';
import { withoutPaths, type Draft } from './draft';
import { DeploymentError, mistake, type Mistake } from './mistakes';
import { shapeMistakes } from './shape-mistakes';
import { valueMistakes } from './values';

/** Everything that must hold between values, by subject. */
export const rules: readonly Rule[] = [
  ...zoneRules,
  ...automqRules,
  ...networkRules,
  ...subnetRules,
  ...nodeRules,
  ...accessRules,
  ...nameRules,
  ...seasonRules,
];

export interface Checked {
  /** Given when there is no mistake. */
  readonly deployment?: Deployment;
  /** In the order: secrets and unknown values, forms, rules. */
  readonly mistakes: readonly Mistake[];
}

/**
 * Checks a deployment, `extends` resolved, and reports every mistake at once.
 *
 * An ill-formed value silences the rules that need it and no other.
 */
export function check(input: unknown): Checked {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return {
      mistakes: [
        mistake('', 'the deployment is not a map of settings', input ?? undefined, 'name, account, region, …'),
      ],
    };
  }
  const values = valueMistakes(input);
  const shapes = shapeMistakes(input);
  const draft = withoutPaths(
    input,
    shapes.map(({ steps }) => steps),
  ) as Draft;
  const all = [...values, ...shapes.map((shape) => shape.mistake), ...rules.flatMap((rule) => rule.mistakes(draft))];
  const mistakes = firstOfEach(all, values);
  return mistakes.length > 0 ? { mistakes } : { deployment: input as Deployment, mistakes };
}

/** The deployment, or an error that carries every mistake. */
export function checked(input: unknown): Deployment {
  const { deployment, mistakes } = check(input);
  if (!deployment) throw new DeploymentError(mistakes);
  return deployment;
}

/** A secret or an unknown value makes every other mistake at its place, or around it, noise that might repeat it. */
function firstOfEach(all: readonly Mistake[], values: readonly Mistake[]): readonly Mistake[] {
  const hidden = (path: string): boolean =>
    values.some(
      (value) => value.path === path || value.path.startsWith(`${path}.`) || value.path.startsWith(`${path}[`),
    );
  return all.filter((each) => values.includes(each) || !hidden(each.path));
}
