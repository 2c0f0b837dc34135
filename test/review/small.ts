/** Templates of a few resources, as customers write them: for what the examples never say. */
import { review, type Packet, type TemplateFile } from '../../lib/review';
import { MADE } from './catchers';

type Resources = Readonly<Record<string, object>>;

export const fileOf = (Resources: Resources, stack = 'theirs'): TemplateFile => {
  return { stack, file: `${stack}.template.json`, text: JSON.stringify({ Resources }) };
};

export const packetOf = (Resources: Resources): Packet => review([fileOf(Resources)], MADE);

/** A role for machines, with nothing but what is given. */
export const role = (properties: object = {}, rest: object = {}): object => {
  const trust = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
  return {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: { Statement: [trust] }, ...properties },
    ...rest,
  };
};

export const managedPolicy = (statements: readonly object[], properties: object = {}): object => {
  return { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement: statements }, ...properties } };
};

/** A role with these statements inline. */
export const roleWith = (...statements: readonly object[]): object =>
  role({ Policies: [{ PolicyName: 'own', PolicyDocument: { Statement: statements } }] });

/** What the packet says of one control. */
export const answerOf = ({ posture }: Packet, id: string) => posture.find((row) => row.id === id)!;
