/** What runs on the machines: the image, and the boot code that stands in plain text in the launch templates. */
import { createHash } from 'node:crypto';
import type { Assembly } from './assembly';
import { at } from './template';

export interface MachineReview {
  readonly name: string;
  readonly resource: string;
  readonly image: string;
  readonly instanceType: string;
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
      bootCode: createHash('sha256').update(text('UserData')).digest('hex'),
    };
  });
