/** What a reader of the deployer's policy has to know beside it. */

interface Residual {
  /** Said where the templates have one of these types. */
  readonly types: readonly string[];
  readonly says: string;
}

const RESIDUALS: readonly Residual[] = [
  {
    types: ['AWS::IAM::Role'],
    says: 'Roles are limited by the name of the identity stack, not by what they may do: whoever holds the policy can write any permission into them. With `roles.permissionsBoundary` in the file the policy makes roles within that boundary only; without it, let somebody else deploy the identity stack.',
  },
  {
    types: ['AWS::EC2::VPC', 'AWS::EC2::Volume', 'AWS::EC2::SecurityGroup', 'AWS::KMS::Key'],
    says: "Things without a name are known by the tag `automq:cluster`. The policy can put this cluster's tag on what has no such tag yet, and change or delete it then; it cannot take what another cluster has marked.",
  },
  {
    types: ['AWS::Route53::HostedZone'],
    says: 'Route 53 limits neither by tag nor by name: any hosted zone of the account can be commented on, joined to a VPC, or deleted once it is empty. Records can be written only below the domains of these templates.',
  },
  {
    types: ['AWS::AutoScaling::AutoScalingGroup'],
    says: 'EC2 lets only those make a group who could start its machines themselves: `ec2:RunInstances` is allowed in the region. A machine can be given the roles of these templates and no other.',
  },
  {
    types: ['AWS::SecretsManager::Secret'],
    says: 'Withheld: `secretsmanager:GetSecretValue`, which the registry schema lists for reading and changing a secret. It would let the deployer read every password. Creating, tagging and deleting go without it; adopting a kept secret (`--import-existing-resources`) and drift detection may ask for it: allow it for that day.',
  },
];

export const residuals = (types: ReadonlySet<string>): readonly string[] =>
  RESIDUALS.filter((row) => row.types.some((type) => types.has(type))).map(({ says }) => says);
