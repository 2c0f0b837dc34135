/** A question about the templates with a plain answer and the resources that show it. */
import type { Assembly, Located } from '../assembly';
import type { StatementRow } from '../statements';

export interface Seen {
  readonly assembly: Assembly;
  readonly statements: readonly StatementRow[];
}

export type Answer = 'yes' | 'no' | 'not applicable';

export interface Verdict {
  readonly answer: Answer;
  /** Resources that show it; for `no` what is wrong with which. */
  readonly shownBy: readonly string[];
}

export interface Control {
  /** Stable; packets of different versions are compared by it. */
  readonly id: string;
  readonly control: string;
  /**
   * Identifiers in Security Hub (`S3.8`), Control Tower (`CT.S3.PR.1`) and cdk-nag (`AwsSolutions-S10`), only where they ask the
   * same of the same resources. Looked up, one by one, in
   * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html,
   * https://docs.aws.amazon.com/controltower/latest/controlreference/controls-reference.html and cdk-nag's RULES.md.
   */
  readonly knownAs: readonly string[];
  readonly check: (seen: Seen) => Verdict;
}

/** `yes` when there is something to look at and nothing wrong with it. */
export function verdict(subjects: readonly string[], faults: readonly string[]): Verdict {
  if (faults.length > 0) return { answer: 'no', shownBy: faults };
  return subjects.length > 0 ? { answer: 'yes', shownBy: subjects } : { answer: 'not applicable', shownBy: [] };
}

/** Each resource, and what is wrong with it, if anything. */
export function each(rows: readonly Located[], fault: (row: Located) => string | undefined): Verdict {
  const faults = rows.flatMap((row) => {
    const what = fault(row);
    return what === undefined ? [] : [`${row.address}: ${what}`];
  });
  return verdict(
    rows.map(({ address }) => address),
    faults,
  );
}

export const said = (row: StatementRow, what: string): string => `${row.owner.address} ${row.sid}: ${what}`;

/** Each statement, and what is wrong with it, if anything; shown by the policies that carry them. */
export function eachStatement(
  rows: readonly StatementRow[],
  fault: (row: StatementRow) => string | undefined,
): Verdict {
  const faults = rows.flatMap((row) => {
    const what = fault(row);
    return what === undefined ? [] : [said(row, what)];
  });
  return verdict([...new Set(rows.map(({ owner }) => owner.address))], faults);
}
