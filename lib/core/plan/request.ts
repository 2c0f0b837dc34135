import { gatewayEndpointPolicy } from '../render/policies/endpoint-policy';
import { keyPolicy } from '../render/policies/key-policy';
import { permissions } from '../render/policies/role-policies';
import { trustPolicy } from '../render/policies/trust-policy';
import { accountRootArn } from '../render/arns';
import type { PolicyDocument } from '../render/policy';
import type { RoleArns } from '../render/refs';
import { total } from './cost-row';
import type { KeyPurpose, Plan, RolePlan, RolePurpose } from './types';

/** Who in a company usually owns it. */
export type RequestOwner = 'network' | 'dns' | 'identity' | 'keys' | 'quota' | 'guardrails';

/** Something to ask of others before the first deploy. */
export interface RequestRow {
  readonly owner: RequestOwner;
  readonly ask: string;
  readonly why: string;
  /** One line each: names, addresses, numbers. */
  readonly details: readonly string[];
  /** Policy to hand over with the request. */
  readonly documents?: readonly PolicyDocument[];
}

/** What to ask of others before the first deploy, in the order that answers usually take. */
export function request(plan: Plan): readonly RequestRow[] {
  return [...network(plan), ...dns(plan), ...identity(plan), ...keys(plan), ...quota(plan), ...guardrails(plan)];
}

function network(plan: Plan): RequestRow[] {
  const { existingVpcId, endpoints, endpointNetworks, s3PrefixListId } = plan.network;
  if (existingVpcId === undefined) return newNetwork(plan);
  return [
    {
      owner: 'network',
      ask: `Reserve these ranges in the subnets of ${existingVpcId} (subnet CIDR reservation, explicit)`,
      why: 'Nodes take fixed addresses from them; nothing else may draw from the same addresses.',
      details: plan.zones.map(
        ({ id, subnet }) => `${id}: ${subnet.nodeRange} in ${subnet.existingId} (${subnet.cidr})`,
      ),
    },
    {
      owner: 'network',
      ask: 'Run these interface endpoints with private DNS, reachable on port 443 from the subnets',
      why: 'The nodes have no way to the internet; boot, drain and logging call these services.',
      details: [
        ...endpoints.map(({ service, why }) => `com.amazonaws.${plan.cluster.region}.${service}: ${why}`),
        `answering in ${endpointNetworks.join(', ')}`,
      ],
    },
    {
      owner: 'network',
      ask: 'Route the subnets to an S3 gateway endpoint whose policy allows at least the attached statements',
      why: 'Records, the archive and system packages come from S3; the gateway endpoint is free, any other way charges each byte.',
      details: [`security groups of the nodes allow ${s3PrefixListId} on port 443`],
      documents: [gatewayEndpointPolicy(plan)],
    },
    ...dnsOfVpc(plan),
  ];
}

/** Names resolve only where the VPC answers for private zones. */
const dnsOfVpc = (plan: Plan): RequestRow[] => [
  {
    owner: 'network',
    ask: 'Switch on DNS support and DNS hostnames of the VPC',
    why: 'Private hosted zones and private endpoint names resolve only then.',
    details: [`${plan.network.existingVpcId}: enableDnsSupport, enableDnsHostnames`],
  },
];

function newNetwork(plan: Plan): RequestRow[] {
  const networks = plan.network.clients.networks.map(({ cidr }) => cidr);
  return [
    {
      owner: 'network',
      ask: `Keep ${plan.network.newVpcCidr} free for the cluster's VPC, and connect clients of other networks to it`,
      why: 'The VPC is made without peering or transit gateway: who reaches it is your decision.',
      details:
        networks.length > 0
          ? networks.map((cidr) => `from ${cidr} to port 9092`)
          : ['no client network is named in the file'],
    },
  ];
}

function dns(plan: Plan): RequestRow[] {
  const { kind, hostedZoneId, domain, recordSets } = plan.dns;
  const records = recordSets.flatMap((set) => set.records);
  if (kind === 'new') return [];
  if (kind === 'existing') {
    return [
      {
        owner: 'dns',
        ask: `Let the deploying role change records of ${domain} in ${hostedZoneId}, and associate the zone with the VPC of the nodes`,
        why: `The cluster stack makes ${records.length} A records there.`,
        details: [
          'route53:ChangeResourceRecordSets, route53:GetHostedZone, route53:ListResourceRecordSets, route53:GetChange',
        ],
      },
    ];
  }
  return [
    {
      owner: 'dns',
      ask: `Create these A records for ${domain} where the nodes and their clients resolve names`,
      why: 'Nodes find the quorum by name, and brokers advertise names to clients.',
      details: records.map(({ host, addresses, ttlSeconds }) => `${host} ${ttlSeconds} A ${addresses.join(' ')}`),
    },
  ];
}

function identity(plan: Plan): RequestRow[] {
  return [...injectedRoles(plan).map(([purpose, role]) => injectedRole(plan, purpose, role)), serviceRole(plan)];
}

const injectedRoles = (plan: Plan): [RolePurpose, RolePlan][] =>
  (Object.entries(plan.roles) as [RolePurpose, RolePlan][]).filter(
    ([, { needed, existingArn }]) => needed && existingArn !== undefined,
  );

function injectedRole(plan: Plan, purpose: RolePurpose, role: RolePlan): RequestRow {
  const profile = role.existingInstanceProfileArn;
  return {
    owner: 'identity',
    ask: `Give ${role.existingArn} the attached trust and permissions`,
    why: role.purpose,
    details: profile === undefined ? [] : [`carried by the instance profile ${profile}`],
    documents: [trustPolicy(plan, purpose), permissions(plan, purpose)],
  };
}

const serviceRole = ({ access }: Plan): RequestRow => ({
  owner: 'identity',
  ask: 'Allow the deploying role iam:CreateServiceLinkedRole for autoscaling.amazonaws.com, if the account never used Auto Scaling',
  why: 'Auto Scaling makes its service-linked role with the first group.',
  details: access.deployers,
});

/**
 * Roles that the package makes have no name before they exist. For them the owner trusts the account, whose role policies
 * then name the key literally and for the same narrow uses.
 */
function keys(plan: Plan): RequestRow[] {
  const account = accountRootArn(plan);
  const arnOf = (purpose: RolePurpose): string => plan.roles[purpose].existingArn ?? account;
  const roles: RoleArns = { controller: arnOf('controller'), broker: arnOf('broker'), snapshots: arnOf('snapshots') };
  return (Object.keys(plan.keys) as KeyPurpose[]).flatMap((purpose) => {
    const { existingArn, purpose: why } = plan.keys[purpose];
    if (existingArn === undefined) return [];
    const document = keyPolicy(plan, purpose, roles);
    const Statement = document.Statement.filter(({ Sid }) => Sid !== 'AccountAdministers');
    return [
      {
        owner: 'keys',
        ask: `Add the attached statements to the policy of ${existingArn}`,
        why,
        details: [],
        documents: [{ ...document, Statement }],
      },
    ];
  });
}

function quota(plan: Plan): RequestRow[] {
  const machines = machinesAtMost(plan);
  const vcpus = machines.controllers * plan.machines.controller.vcpus + machines.brokers * plan.machines.broker.vcpus;
  return [
    {
      owner: 'quota',
      ask: `At least ${vcpus} vCPUs free under "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances" (L-1216C47A) in ${plan.cluster.region}`,
      why: 'A group that cannot launch cannot replace a broken machine either.',
      details: [
        `${machines.controllers} controllers x ${plan.machines.controller.vcpus} vCPUs (${plan.machines.controller.instanceType})`,
        `${machines.brokers} brokers x ${plan.machines.broker.vcpus} vCPUs (${plan.machines.broker.instanceType}): the maximum, and where a replacement launches first one more in each zone`,
      ],
    },
    {
      owner: 'quota',
      ask: `At least ${networkInterfaces(plan)} network interfaces free (L-DF5E4CA3) in ${plan.cluster.region}`,
      why: 'One for each machine, and one in each zone for each new interface endpoint.',
      details: [],
    },
  ];
}

/** The spare slot is exactly the one machine more that a refresh runs. */
function machinesAtMost({ controllers, brokers }: Plan): { readonly controllers: number; readonly brokers: number } {
  const most =
    brokers.kind === 'elastic' ? total(brokers.groups.map(({ slots }) => slots.length)) : brokers.nodes.length;
  return { controllers: controllers.length, brokers: most };
}

function networkInterfaces(plan: Plan): number {
  const { controllers, brokers } = machinesAtMost(plan);
  const endpoints = plan.network.newVpcCidr === undefined ? 0 : plan.network.endpoints.length * plan.zones.length;
  return controllers + brokers + endpoints;
}

/** Controls that are known to refuse this design, and why an exception is right. */
function guardrails(plan: Plan): RequestRow[] {
  const exception = (ask: string, why: string, ...details: string[]): RequestRow => ({
    owner: 'guardrails',
    ask,
    why,
    details,
  });
  return [
    exception(
      'Exception: Auto Scaling groups in a single zone (Security Hub AutoScaling.2 and policies like it)',
      'One group per zone or node is what makes rack equal zone; the cluster as a whole spans the zones of the file.',
    ),
    exception(
      `Exception: no versioning and no replication of ${plan.buckets.data.name} (Security Hub S3.14, S3.7)`,
      'Versioning would keep every compacted object for ever; its bucket policy denies writing and deleting to everyone but the nodes.',
    ),
    exception(
      `Exception: S3-managed encryption of ${plan.buckets.logs.name} (Security Hub S3.17)`,
      'S3 delivers server access logs only to a bucket with S3-managed encryption.',
    ),
    exception(
      'Service control policies must let machines assign addresses and attach volumes to themselves, and complete lifecycle hooks',
      'Boot takes its identity by these calls; the role policies limit them to tagged resources of the cluster.',
      'ec2:AssignPrivateIpAddresses, ec2:AttachVolume, autoscaling:CompleteLifecycleAction',
    ),
  ];
}
