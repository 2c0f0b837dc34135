/** What was measured, as tables. */
import { type Section, sections } from '../lib/cli/text/sections';
import { table } from '../lib/cli/text/table';
import { share, whole } from '../lib/cli/text/units';
import { aims, costPerResource, resources, type Results } from './aims';
import type { Measurement } from './child';
import { growth, scenarios } from './scenarios';

const right = (title: string) => ({ title, align: 'right' as const });

export function report(results: Results): string {
  const blocks: Section[] = [
    { title: 'Synthesis, each in a process of its own', body: runs(results) },
    { title: 'Each further cluster in one app', body: further(results) },
    { title: 'Templates', body: sizes(results) },
    { title: 'Aims', body: verdicts(results) },
  ];
  return `${sections(blocks)}\n`;
}

function runs(results: Results): string {
  const one = results.scenarios['automq-1'];
  return table(
    [
      { title: 'what' },
      right('CPU s'),
      right('wall s'),
      right('peak MiB'),
      right('resources'),
      right('CPU beside one'),
    ],
    scenarios.flatMap(({ name, what }) => {
      const run = results.scenarios[name];
      return run && one ? [[what, ...figures(run), `x${(run.cpuSeconds / one.cpuSeconds).toFixed(2)}`]] : [];
    }),
  );
}

function figures(run: Measurement): string[] {
  return [run.cpuSeconds.toFixed(2), run.wallSeconds.toFixed(2), run.peakMiB.toFixed(0), whole(resources(run))];
}

function further({ scenarios: measured }: Results): string {
  const steps = growth.slice(1).map((to, i) => [growth[i] ?? 1, to] as const);
  const kinds = [
    { kind: 'automq', title: 'AutoMQ' },
    { kind: 'msk', title: 'MSK' },
  ];
  return table(
    [{ title: 'clusters' }, right('from'), right('to'), right('CPU s each'), right('resources per CPU s')],
    kinds.flatMap(({ kind, title }) =>
      steps.flatMap(([from, to]) => {
        const [smaller, larger] = [measured[`${kind}-${from}`], measured[`${kind}-${to}`]];
        if (!smaller || !larger) return [];
        const each = (larger.cpuSeconds - smaller.cpuSeconds) / (to - from);
        return [[title, `${from}`, `${to}`, each.toFixed(3), whole(1 / costPerResource(smaller, larger))]];
      }),
    ),
  );
}

function sizes({ scenarios: measured }: Results): string {
  const shown = [
    { name: 'automq-1', what: 'inventory.yaml' },
    { name: 'slots', what: '40 slots a zone' },
  ];
  return table(
    [
      { title: 'deployment' },
      { title: 'stack' },
      right('resources'),
      right('of 500'),
      right('bytes'),
      right('of 1 MB'),
    ],
    shown.flatMap(({ name, what }) =>
      (measured[name]?.templates ?? []).map(({ stack, resources: count, bytes }) => {
        return [what, stack, `${count}`, share(count, 500), whole(bytes), share(bytes, 1e6)];
      }),
    ),
  );
}

function verdicts(results: Results): string {
  return table(
    [{ title: 'aim' }, right('measured'), { title: '' }],
    aims(results).map(({ aim, measured, met }) => [aim, measured, met ? 'met' : 'NOT MET']),
  );
}
