/** What the guard says: a sentence, the property that causes it, and the way around. */
export interface Finding {
  /** `refuse` ends the deploy; `warn` interrupts service but loses nothing. */
  readonly level: 'refuse' | 'warn';
  /** Which rule found it. */
  readonly rule: string;
  readonly stack: string;
  /** Logical id; the stack's name where it is about the whole stack. */
  readonly resource: string;
  readonly what: string;
  readonly property?: string;
  readonly wayAround: string;
}

/** What a rule on one resource says; the resource is known around it, and where it says no more, so are level and way around. */
export type Found = Pick<Finding, 'rule' | 'what' | 'property'> & Partial<Pick<Finding, 'level' | 'wayAround'>>;

/** Refusals that leave to lose data does not lift: somebody else has to give way. */
const ANOTHERS = ['freeze', 'not approved'];

/** What still ends a deploy, after both halves of the opt-in to lose data or without it. */
export const standing = (findings: readonly Finding[], allowDataLoss: boolean): readonly Finding[] =>
  findings.filter(({ level, rule }) => level === 'refuse' && (!allowDataLoss || ANOTHERS.includes(rule)));

export const sentence = ({ level, stack, resource, what, property, wayAround }: Finding): string => {
  const cause = property === undefined ? '' : ` (because of ${property})`;
  return `${level}: ${stack}/${resource} ${what}${cause}. ${wayAround}`;
};
