/** One thing that is wrong in a deployment, and what would be right. */
export interface Mistake {
  /** Where, as it is written in the file: `network.existingVpc.subnets[1].cidr`. */
  readonly path: string;
  /** What is wrong: `is missing`. */
  readonly problem: string;
  /** The value given, as JSON; absent when nothing was given, or when it must not be repeated. */
  readonly got?: string;
  /** What is allowed instead. */
  readonly allowed?: string;
}

/** A mistake about a value that is repeated to the user. */
export const mistake = (path: string, problem: string, value: unknown, allowed?: string): Mistake => ({
  path,
  problem,
  ...(value !== undefined && { got: shown(value) }),
  ...(allowed !== undefined && { allowed }),
});

const longestShown = 80;

function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > longestShown ? `${json.slice(0, longestShown)}…` : json;
}

/** `path: what is wrong, got X; allowed: Y` */
export function mistakeText({ path, problem, got, allowed }: Mistake): string {
  const where = path === '' ? '' : `${path}: `;
  return `${where}${problem}${got === undefined ? '' : `, got ${got}`}${allowed === undefined ? '' : `; allowed: ${allowed}`}`;
}

/** Every mistake of a deployment at once; the message has a line for each. */
export class DeploymentError extends Error {
  override readonly name = 'DeploymentError';

  constructor(readonly mistakes: readonly Mistake[]) {
    super(mistakes.map(mistakeText).join('\n'));
  }
}

/** `['subnets', 1, 'cidr']` -> `subnets[1].cidr`; a step that is no plain word is quoted. */
export function pathText(steps: readonly PropertyKey[]): string {
  return steps.map(stepText).join('').replace(/^\./, '');
}

function stepText(step: PropertyKey): string {
  if (typeof step === 'number') return `[${step}]`;
  return /^[\w$-]+$/.test(String(step)) ? `.${String(step)}` : `[${JSON.stringify(String(step))}]`;
}
