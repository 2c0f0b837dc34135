/**
 * npm run bench [-- --json] [--runs N] [--no-tests]
 *
 * Measures synthesis beside an empty CDK app and an MSK cluster, all in one run, and compares with the aims. The scenarios
 * take turns, so that a slow moment of the machine falls on all of them.
 */
import { parseArgs } from 'node:util';
import { aims, type Results } from './aims';
import type { Measurement } from './child';
import { compile, measure, measureTests, median, medianOf } from './measure';
import { report } from './report';
import { scenarios } from './scenarios';

function main(): void {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      runs: { type: 'string', default: '3' },
      tests: { type: 'boolean', default: true },
    },
    allowNegative: true,
  });
  const runs = Number(values.runs) || 3;
  compile();
  const results: Results = { scenarios: measureAll(runs), ...(values.tests && { tests: testRuns(runs) }) };
  process.stdout.write(
    values.json ? `${JSON.stringify({ ...results, aims: aims(results) }, null, 2)}\n` : report(results),
  );
}

function measureAll(runs: number): Record<string, Measurement> {
  const measured = new Map<string, Measurement[]>(scenarios.map(({ name }) => [name, []]));
  for (let run = 1; run <= runs; run++) {
    process.stderr.write(`run ${run} of ${runs}\n`);
    for (const { name } of scenarios) measured.get(name)?.push(measure(name));
  }
  return Object.fromEntries([...measured].map(([name, all]) => [name, medianOf(all)]));
}

function testRuns(runs: number): NonNullable<Results['tests']> {
  const all = Array.from({ length: runs }, measureTests);
  return { seconds: median(all.map(({ seconds }) => seconds)), passed: all.every(({ passed }) => passed) };
}

main();
