/**
 * tsx scripts/opinions.ts FILE: checkov's answer (its JSON) against second-opinions.txt. A finding that no row explains fails, and so
 * does a row that explains none: a row is for one check on one resource, and another resource has to be explained anew.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Finding {
  readonly check_id: string;
  readonly check_name: string;
  /** `AWS::S3::Bucket.LOGICALID` */
  readonly resource: string;
  readonly file_path: string;
}

/** `CKV_AWS_18 AWS::S3::Bucket.DataBucketsLogsBucket why`: check, beginning of the resource, reason. */
export interface Row {
  readonly check: string;
  readonly resource: string;
  readonly reason: string;
}

export const rowsOf = (text: string): Row[] =>
  text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, check, resource, reason] = /^(CKV\w+) (AWS::\S+) (\S.*)$/.exec(line) ?? [];
      if (reason === undefined) throw new Error(`not check, resource and reason: ${line}`);
      return { check: check!, resource: resource!, reason };
    });

/** What stands against the templates or against the rows; empty where both are right. */
export function unexplained(findings: readonly Finding[], rows: readonly Row[]): string[] {
  const explains = ({ check, resource }: Row, finding: Finding): boolean =>
    finding.check_id === check && finding.resource.startsWith(resource);
  return [
    ...findings
      .filter((finding) => !rows.some((row) => explains(row, finding)))
      .map((row) => `${row.file_path}: ${row.resource}: ${row.check_id} ${row.check_name}`),
    ...rows
      .filter((row) => !findings.some((finding) => explains(row, finding)))
      .map(({ check, resource }) => `second-opinions.txt: ${check} ${resource} answers no finding`),
  ];
}

interface Answer {
  readonly results: { readonly failed_checks: readonly Finding[] };
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
}

function main(file: string): void {
  const { results, summary } = JSON.parse(readFileSync(file, 'utf8')) as Answer;
  const rows = rowsOf(readFileSync(join(__dirname, 'second-opinions.txt'), 'utf8'));
  const problems = unexplained(results.failed_checks, rows);
  console.log(
    `checkov: ${summary.passed} passed, ${results.failed_checks.length} findings, ${problems.length} not in order, ${summary.parsing_errors} templates not read`,
  );
  problems.forEach((problem) => console.log(`  ${problem}`));
  if (problems.length > 0 || summary.parsing_errors > 0 || summary.passed === 0) process.exitCode = 1;
}

if (require.main === module) main(process.argv[2]!);
