/** The aims of the package's speed, each against what one run measured. */
import type { Measurement } from './child';

export interface Results {
  readonly scenarios: Readonly<Record<string, Measurement>>;
  /** Absent when the tests were not run. */
  readonly tests?: { readonly seconds: number; readonly passed: boolean };
}

export interface Aim {
  readonly aim: string;
  readonly measured: string;
  readonly met: boolean;
}

export function aims({ scenarios, tests }: Results): Aim[] {
  const of = (name: string): Measurement => {
    const found = scenarios[name];
    if (!found) throw new Error(`${name} was not measured`);
    return found;
  };
  const one = of('automq-1');
  const [ours, msk] = [costPerResource(one, of('automq-20')), costPerResource(of('msk-1'), of('msk-20'))];
  const growth = costPerResource(of('automq-5'), of('automq-20')) / costPerResource(one, of('automq-5'));
  const packs = of('packs').cpuSeconds / one.cpuSeconds;
  const slots = of('slots').templates;
  return [
    aim('one deployment, CPU', one.cpuSeconds, 1.0, 's'),
    aim('one deployment, peak memory', one.peakMiB, 150, 'MiB'),
    aim("a further cluster's CPU per resource beside MSK's", ours / msk, 1, 'times'),
    aim('growth from 5 to 20 clusters beside 1 to 5', growth, 1.2, 'times'),
    aim('four packs beside none', packs, 1.6, 'times'),
    aim(
      '40 slots a zone: resources of the largest stack',
      largest(slots.map((row) => row.resources)),
      300,
      'resources',
    ),
    aim('40 slots a zone: bytes of the largest stack', largest(slots.map((row) => row.bytes)), 600_000, 'bytes'),
    ...(tests ? [aim(`npm test (${tests.passed ? 'passed' : 'FAILED'})`, tests.seconds, 20, 's')] : []),
  ];
}

/** CPU seconds of each resource that the larger app has more than the smaller. */
export function costPerResource(smaller: Measurement, larger: Measurement): number {
  return (larger.cpuSeconds - smaller.cpuSeconds) / (resources(larger) - resources(smaller));
}

export const resources = ({ templates }: Measurement): number =>
  templates.reduce((sum, template) => sum + template.resources, 0);

const largest = (numbers: readonly number[]): number => Math.max(...numbers);

function aim(what: string, measured: number, limit: number, unit: string): Aim {
  const digits = limit < 10 ? 2 : 0;
  return {
    aim: `${what}: at most ${limit} ${unit}`,
    measured: `${measured.toFixed(digits)} ${unit}`,
    met: measured <= limit,
  };
}
