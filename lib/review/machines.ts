/** What runs on the machines: the image, and the boot code that stands in plain text in the launch templates. */
import { createHash } from 'node:crypto';
import type { Assembly, Located } from './assembly';
import { at, choices } from './template';

export interface MachineReview {
  readonly name: string;
  readonly resource: string;
  readonly image: string;
  readonly instanceType: string;
  /** Of its instance profile; absent in packets of earlier versions, like the groups. */
  readonly role?: string;
  /** Security groups of its interfaces; none means the default group of the VPC. */
  readonly groups?: readonly string[];
  /** SHA-256 of the boot code, references by name: read again when it changes. */
  readonly bootCode: string;
}

export const reviewMachines = (assembly: Assembly): readonly MachineReview[] =>
  assembly.ofType('AWS::EC2::LaunchTemplate').map((row) => {
    const text = (path: string) => assembly.text(at(row.properties, `LaunchTemplateData.${path}`), row.stack);
    return {
      name: assembly.nameOf(row),
      resource: row.address,
      image: text('ImageId'),
      instanceType: text('InstanceType'),
      role: roleOf(assembly, row),
      groups: groupsOf(assembly, row),
      bootCode: createHash('sha256').update(text('UserData')).digest('hex'),
    };
  });

function roleOf(assembly: Assembly, { properties, stack }: Located): string {
  const given = at(properties, 'LaunchTemplateData.IamInstanceProfile');
  if (given === undefined) return 'none';
  const profile = at(given, 'Arn') ?? at(given, 'Name') ?? given;
  const found = assembly.target(profile, stack);
  if (found?.type !== 'AWS::IAM::InstanceProfile')
    return `of the profile ${assembly.text(profile, stack)}, which is not in these templates`;
  return assembly.texts(found.properties.Roles, found.stack).join(', ');
}

/** Where they may be said: for the machine, for an interface that is made with it, and at one that is there before. */
function groupsOf(assembly: Assembly, { properties, stack }: Located): readonly string[] {
  const own = ['SecurityGroupIds', 'SecurityGroups'].map((name) => at(properties, `LaunchTemplateData.${name}`));
  const interfaces = choices(at(properties, 'LaunchTemplateData.NetworkInterfaces')).flatMap((one) => {
    const id = at(one, 'NetworkInterfaceId');
    const there = assembly.target(id, stack);
    if (there) return assembly.texts(there.properties.GroupSet, there.stack);
    if (id !== undefined) return [`those of ${assembly.text(id, stack)}`];
    return assembly.texts(at(one, 'Groups'), stack);
  });
  return [...own.flatMap((given) => assembly.texts(given, stack)), ...interfaces];
}
