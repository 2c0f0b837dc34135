/** Something the policy check refuses. */
export interface Problem {
  /** Which check found it: a pack, `cloudformation`, or one of our own. */
  readonly check: string;
  /** Construct path or `stack/LogicalId`. */
  readonly where: string;
  readonly what: string;
}
