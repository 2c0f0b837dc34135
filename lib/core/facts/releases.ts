/** AutoMQ releases the package can render, which write-ahead logs they have, and how releases compare. */
export type Edition = 'open-source' | 'enterprise';
export type WalType = 's3' | 'ebs';

export interface Release {
  readonly tag: string;
  readonly edition: Edition;
  /** Apache Kafka the release is built on; absent where the vendor does not say. */
  readonly kafkaVersion?: string;
  readonly walTypes: readonly WalType[];
  /** Whether it has the zone router: since 1.5.0 (AutoMQ issue 2642). */
  readonly zoneRouter: boolean;
  readonly source: string;
}

export const defaultRelease = '1.7.3';

const gradle = 'gradle.properties of the release tag';
const noBlockWal = 'DefaultWalFactory.java accepts only S3 since pull request 2516';

/** The last release whose open-source code holds the block WAL (removed by pull request 2516, gone from tag 1.5.0). */
// prettier-ignore
const openSource: readonly Release[] = [
  { tag: '1.4.1', edition: 'open-source', kafkaVersion: '3.9.0', walTypes: ['s3', 'ebs'], zoneRouter: false, source: gradle },
  ...(['1.5.0', '1.5.5', '1.6.0'] as const).map((tag) => s3Only(tag, '3.9.0')),
  ...(['1.6.7', '1.7.0', '1.7.1', '1.7.2', '1.7.3'] as const).map((tag) => s3Only(tag, '3.9.1')),
];

function s3Only(tag: string, kafkaVersion: string): Release {
  const source = `${gradle}; ${noBlockWal}`;
  return { tag, edition: 'open-source', kafkaVersion, walTypes: ['s3'], zoneRouter: true, source };
}

/** Every open-source release by its tag. */
export const releases: Readonly<Record<string, Release>> = Object.freeze(
  Object.fromEntries(openSource.map((release) => [release.tag, Object.freeze(release)])),
);

/**
 * The release behind a tag, or nothing when it is unknown. The enterprise data plane is a line of its own (5.x): its
 * properties are rendered from the vendor's examples and were never run by this project.
 */
export function findRelease(edition: Edition, tag: string): Release | undefined {
  if (edition === 'open-source') return Object.hasOwn(releases, tag) ? releases[tag] : undefined;
  if (!/^5\.\d+\.\d+$/.test(tag)) return undefined;
  return {
    tag,
    edition,
    walTypes: ['s3', 'ebs'],
    zoneRouter: true,
    source: 'automq-labs, byoc-examples/setup/aws/ec2',
  };
}

/** Orders `1.4.1` before `1.7.3`: negative, zero or positive. */
export function compareReleases(left: string, right: string): number {
  const parts = (tag: string): number[] => tag.split('.').map(Number);
  const [a, b] = [parts(left), parts(right)];
  const differing = [0, 1, 2].find((index) => (a[index] ?? 0) !== (b[index] ?? 0));
  return differing === undefined ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0);
}
