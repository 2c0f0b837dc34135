/** What the package must know about a region before anything can be looked up in it. */
export interface Region {
  readonly name: string;
  /** First part of its zone ids: `use1` in `use1-az4`. */
  readonly zonePrefix: string;
  /** Numbers of its zones: 4 in `use1-az4`. */
  readonly zoneNumbers: readonly number[];
  readonly partition: 'aws' | 'aws-us-gov';
  /** Domain of the partition's service endpoints. */
  readonly dnsSuffix: string;
  /** Id of the managed prefix list of S3. Absent where no source was found: `network.existingVpc.s3PrefixListId` names it. */
  readonly s3PrefixListId?: string;
}

type Row = readonly [name: string, zonePrefix: string, zoneNumbers: readonly number[], s3PrefixListId?: string];

/**
 * Prefix list ids: output of `aws ec2 describe-prefix-lists` in 15 regions that an administrator published (stored copy
 * of a repository's notes), and a published table that agrees with it and adds ap-northeast-3 and eu-north-1.
 * No CloudFormation intrinsic returns the id, so it must be a literal. Zone numbers: AWS, "Availability Zone IDs".
 */
// prettier-ignore
const rows: readonly Row[] = [
  ['us-east-1', 'use1', [1, 2, 3, 4, 5, 6], 'pl-63a5400a'],
  ['us-east-2', 'use2', [1, 2, 3], 'pl-7ba54012'],
  ['us-west-1', 'usw1', [1, 2, 3], 'pl-6ba54002'],
  ['us-west-2', 'usw2', [1, 2, 3, 4], 'pl-68a54001'],
  ['ca-central-1', 'cac1', [1, 2, 4], 'pl-7da54014'],
  ['sa-east-1', 'sae1', [1, 2, 3], 'pl-6aa54003'],
  ['eu-west-1', 'euw1', [1, 2, 3], 'pl-6da54004'],
  ['eu-west-2', 'euw2', [1, 2, 3], 'pl-7ca54015'],
  ['eu-west-3', 'euw3', [1, 2, 3], 'pl-23ad484a'],
  ['eu-central-1', 'euc1', [1, 2, 3], 'pl-6ea54007'],
  ['eu-north-1', 'eun1', [1, 2, 3], 'pl-c3aa4faa'],
  ['ap-northeast-1', 'apne1', [1, 2, 3, 4], 'pl-61a54008'],
  ['ap-northeast-2', 'apne2', [1, 2, 3, 4], 'pl-78a54011'],
  ['ap-northeast-3', 'apne3', [1, 2, 3], 'pl-a4a540cd'],
  ['ap-southeast-1', 'apse1', [1, 2, 3], 'pl-6fa54006'],
  ['ap-southeast-2', 'apse2', [1, 2, 3], 'pl-6ca54005'],
  ['ap-south-1', 'aps1', [1, 2, 3], 'pl-78a54011'],
  ['us-gov-west-1', 'usgw1', [1, 2, 3]],
  ['us-gov-east-1', 'usge1', [1, 2, 3]],
];

function regionOf([name, zonePrefix, zoneNumbers, s3PrefixListId]: Row): Region {
  const partition = name.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  const region = { name, zonePrefix, zoneNumbers, partition, dnsSuffix: 'amazonaws.com' } as const;
  return Object.freeze(s3PrefixListId === undefined ? region : { ...region, s3PrefixListId });
}

/** Every known region by its name. Another one is refused: its zone ids and its S3 prefix list would be guesses. */
export const regions: Readonly<Record<string, Region>> = Object.freeze(
  Object.fromEntries(rows.map((row) => [row[0], regionOf(row)])),
);

/** Zone ids of a region. */
export const zoneIdsOf = (region: Region): readonly string[] =>
  region.zoneNumbers.map((number) => `${region.zonePrefix}-az${number}`);
