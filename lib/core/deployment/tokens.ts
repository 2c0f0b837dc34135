/**
 * Values that an engine fills in at deploy time, recognised as plain data: the CDK writes a text as `${Token[…]}`, a
 * list as `#{Token[…]}` and a number as a huge negative one (aws-cdk-lib, core/lib/private/encoding).
 */
export function isUnresolved(value: unknown): boolean {
  if (typeof value === 'number') return value < -1e280;
  return typeof value === 'string' && /[$#]\{Token\[/.test(value);
}

/** Paths whose value only flows through to a resource; `*` stands for one step. Everything else shapes the plan. */
const flowsThrough: readonly RegExp[] = [
  /^keys\.\w+$/,
  /^roles\.(controller|controllerInstanceProfile|broker|brokerInstanceProfile|snapshots|flowLogs|keeper|keeperSchedule|permissionsBoundary|breakGlass)$/,
  /^tls\.(authorityArn|secretArn|secretKeyArn)$/,
  /^alarmTopicArn$/,
  /^network\.existingVpc\.(vpcId|s3PrefixListId|subnets\[\d+\]\.subnetId)$/,
  /^clients\.(prefixLists|securityGroups)\[\d+\]$/,
  /^dns\.hostedZone$/,
  /^automq\.archive\.bucket$/,
];

/** Whether a value at this path may be known only at deploy time. */
export const mayBeUnresolved = (path: string): boolean => flowsThrough.some((pattern) => pattern.test(path));
