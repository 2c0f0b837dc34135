/**
 * EC2 instance types the package can size.
 *
 * Sources: on-demand Linux prices in us-east-1 as karpenter-provider-aws lists them (2026-07-20), network baselines from
 * the same project (2026-08-18). A baseline holds for each direction; bursts above it are not counted.
 */
export interface InstanceType {
  /** For example `m7g.large`. */
  readonly type: string;
  readonly vcpus: number;
  readonly memoryGiB: number;
  readonly architecture: 'arm64' | 'x86_64';
  /** Gbit/s in each direction, without burst credits. */
  readonly baselineGbps: number;
  /** USD per hour in us-east-1, on demand, Linux. */
  readonly hourlyUsd: number;
}

interface Family {
  readonly name: string;
  readonly architecture: InstanceType['architecture'];
  readonly gibPerVcpu: number;
  /** In the order of `sizes`. */
  readonly hourlyUsd: readonly [number, number, number, number];
  readonly baselineGbps: readonly [number, number, number, number];
}

const sizes = [
  { name: 'large', vcpus: 2 },
  { name: 'xlarge', vcpus: 4 },
  { name: '2xlarge', vcpus: 8 },
  { name: '4xlarge', vcpus: 16 },
] as const;

const graviton3 = [0.937, 1.876, 3.75, 7.5] as const;
const graviton4 = [0.937, 1.875, 3.75, 7.5] as const;
const intel = [0.781, 1.562, 3.125, 6.25] as const;
const network25 = [3.125, 6.25, 12.5, 25] as const;
const network50 = [6.25, 12.5, 25, 50] as const;

// prettier-ignore
const families: readonly Family[] = [
  { name: 'm7g', architecture: 'arm64', gibPerVcpu: 4, hourlyUsd: [0.0816, 0.1632, 0.3264, 0.6528], baselineGbps: graviton3 },
  { name: 'm8g', architecture: 'arm64', gibPerVcpu: 4, hourlyUsd: [0.08976, 0.17952, 0.35904, 0.71808], baselineGbps: graviton4 },
  { name: 'm7i', architecture: 'x86_64', gibPerVcpu: 4, hourlyUsd: [0.1008, 0.2016, 0.4032, 0.8064], baselineGbps: intel },
  { name: 'm6i', architecture: 'x86_64', gibPerVcpu: 4, hourlyUsd: [0.096, 0.192, 0.384, 0.768], baselineGbps: intel },
  { name: 'm6in', architecture: 'x86_64', gibPerVcpu: 4, hourlyUsd: [0.13923, 0.27846, 0.55692, 1.11384], baselineGbps: network25 },
  { name: 'r6i', architecture: 'x86_64', gibPerVcpu: 8, hourlyUsd: [0.126, 0.252, 0.504, 1.008], baselineGbps: intel },
  { name: 'r6in', architecture: 'x86_64', gibPerVcpu: 8, hourlyUsd: [0.17433, 0.34866, 0.69732, 1.39464], baselineGbps: network25 },
  { name: 'r7g', architecture: 'arm64', gibPerVcpu: 8, hourlyUsd: [0.1071, 0.2142, 0.4284, 0.8568], baselineGbps: graviton3 },
  { name: 'r8g', architecture: 'arm64', gibPerVcpu: 8, hourlyUsd: [0.11782, 0.23564, 0.47128, 0.94256], baselineGbps: graviton4 },
  { name: 'r8gn', architecture: 'arm64', gibPerVcpu: 8, hourlyUsd: [0.1822, 0.3644, 0.7287, 1.4574], baselineGbps: network50 },
  { name: 'c7g', architecture: 'arm64', gibPerVcpu: 2, hourlyUsd: [0.0725, 0.145, 0.29, 0.58], baselineGbps: graviton3 },
  { name: 'c7gn', architecture: 'arm64', gibPerVcpu: 2, hourlyUsd: [0.1248, 0.2496, 0.4992, 0.9984], baselineGbps: network50 },
  { name: 'c8gn', architecture: 'arm64', gibPerVcpu: 2, hourlyUsd: [0.1185, 0.237, 0.474, 0.948], baselineGbps: network50 },
  { name: 'im4gn', architecture: 'arm64', gibPerVcpu: 4, hourlyUsd: [0.1819, 0.36379, 0.72758, 1.45517], baselineGbps: network25 },
];

function membersOf(family: Family): InstanceType[] {
  return sizes.map((size, index) => ({
    type: `${family.name}.${size.name}`,
    vcpus: size.vcpus,
    memoryGiB: size.vcpus * family.gibPerVcpu,
    architecture: family.architecture,
    baselineGbps: family.baselineGbps[index] as number,
    hourlyUsd: family.hourlyUsd[index] as number,
  }));
}

/** Every known type by its name. */
export const instanceTypes: Readonly<Record<string, InstanceType>> = Object.freeze(
  Object.fromEntries(families.flatMap(membersOf).map((type) => [type.type, Object.freeze(type)])),
);
