/** Tests that only one engine has, and why the other cannot have them. A row without a test, and a test without a row, fail. */
export interface OneEngineOnly {
  readonly part: string;
  readonly engine: 'cdk' | 'pulumi';
  readonly tests: readonly string[];
  readonly why: string;
}

export const ONE_ENGINE_ONLY: readonly OneEngineOnly[] = [
  {
    part: 'automq-cluster',
    engine: 'cdk',
    tests: [
      'in one stack: signals the stack it is in',
      'connections: work for a cluster made elsewhere',
      'a value known only later that would decide how many resources exist: is refused for a stack without account and region',
    ],
    why: 'A Pulumi program has no stack that waits for signals, takes plain values of another program, and is given account and region.',
  },
  {
    part: 'automq-cluster',
    engine: 'pulumi',
    tests: [
      'in one stack: every resource but the cluster itself has a component for parent',
      'in one stack: takes the provider it is given for every resource',
      'values of other resources: of a role need the profile that carries it',
      'capacity: is configuration: a number wins until it is `file` again',
      'capacity: is refused where the plan does not allow it, before any resource',
      'passwords of an earlier deployment are adopted on request: none is made, and clients are told of theirs',
    ],
    why:
      'Parents and providers are said by the program; a role of another program is only an ARN; parameters of a stack are ' +
      'arguments here; CloudFormation imports passwords instead.',
  },
  {
    part: 'cluster',
    engine: 'cdk',
    tests: [
      'groups: write both percentages: brokers launch first, one at a time; controllers end first',
      'groups: fail a first deploy within 20 minutes unless every machine signals',
      'groups: ignore sizes that the template does not change',
      'capacity parameter: says `file` by default, so that a later edit of the file applies',
    ],
    why: 'CloudFormation refreshes groups, waits for signals, and keeps parameters; see the next row.',
  },
  {
    part: 'cluster',
    engine: 'pulumi',
    tests: [
      'groups: leave the size to the floor keeper where there are seasons, the machines to `refresh`, and hooks to their own',
      'groups: never refresh by themselves: the provider would start in all of them at once',
      'groups: fail a first deploy within 20 minutes unless every machine is in service',
      'controllers: give their address back before another interface takes it',
      'the keeper starts after all that it acts on and all that lets it, and ends before them',
      'season parameters are configuration, and refused where the plan does not allow them',
    ],
    why: '`automq-byoc refresh` refreshes, the provider waits for machines in service, a replacement would come first, and one program holds what the CDK cuts into stacks.',
  },
  {
    part: 'data',
    engine: 'cdk',
    tests: ['deletion: what holds state stays when the stack goes, but not after a first deploy that failed'],
    why: 'Pulumi has no rollback: what a failed first `up` made is in the state, and the next `up` goes on from it.',
  },
  {
    part: 'data',
    engine: 'pulumi',
    tests: [
      'hands out these names: changing one replaces the resource behind it',
      'every resource but the component itself has a parent',
      'policies name the roles given',
      'buckets: have their policy after every other setting: it may deny them to the deploying role',
      'what Secrets Manager answers of a password is secret in the state',
      'passwords of an earlier deployment are adopted by their names, and none is made',
      'deletion: what holds state is protected and stays; an alias goes, for its name would block the next deploy',
      "refuses CDK's deploying role: Pulumi would lock itself out of the data bucket",
    ],
    why:
      'Templates are compared whole by snapshots; settings of a bucket are resources of their own for the provider; there is a ' +
      'state, which protects; and the deployer is another one.',
  },
  {
    part: 'identity',
    engine: 'cdk',
    tests: ['where every role is injected nothing is made, not even a stack'],
    why: 'The stack is what a reviewer asks for; see the next row.',
  },
  {
    part: 'identity',
    engine: 'pulumi',
    tests: ['where every role is injected nothing is made'],
    why: 'There is no stack of roles to leave out.',
  },
  {
    part: 'network',
    engine: 'pulumi',
    tests: [
      'a range of node addresses is given back before it is reserved anew: two of one range cannot be',
      'a flow log goes before its successor comes: EC2 takes no second one to the same place',
    ],
    why: 'In which order a replacement comes and goes is said to Pulumi; CloudFormation knows one order.',
  },
  {
    part: 'seasons',
    engine: 'cdk',
    tests: [
      'every parameter is "file" by default, described, and fits itself',
      'the pattern of a date: %s',
      'the console shows the parameters in groups, and CloudFormation refuses one edge alone',
    ],
    why: 'Parameters of CloudFormation with its console; see the next row.',
  },
  {
    part: 'seasons',
    engine: 'pulumi',
    tests: [
      'every parameter is "file" unless the stack says otherwise, and stands in the definition then',
      'what the plan does not allow is refused: %j',
    ],
    why: 'Settings of the stack, which the program itself checks.',
  },
];
