/** Section "identity": who may do what, and what nobody here can. */
import type { Assembly, Located } from './assembly';
import { findingsOf } from './acknowledgements';
import { judge, matches, type Question } from './decide';
import { isWild, type StatementRow } from './statements';
import { inWords } from './words';

export interface RoleReview {
  readonly role: string;
  readonly resource: string;
  readonly purpose: string;
  readonly assumedBy: readonly string[];
  readonly boundary: string;
  readonly statements: readonly StatementReview[];
  readonly cannot: readonly CannotRow[];
}

export interface StatementReview {
  readonly sid: string;
  readonly effect: string;
  readonly words: string;
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly string[];
  readonly wildcards: readonly WildcardReview[];
}

export interface WildcardReview {
  readonly pattern: string;
  /** Absent where the template gives none: that is a finding. */
  readonly reason?: string;
}

export interface CannotRow {
  readonly what: string;
  readonly action: string;
  readonly cannot: boolean;
  /** Where it is not certain that the role can: what the templates leave open. */
  readonly unsure?: readonly string[];
}

export interface PolicyReview {
  readonly kind: string;
  readonly subject: string;
  readonly resource: string;
  readonly statements: readonly StatementReview[];
}

export interface IdentityReview {
  readonly roles: readonly RoleReview[];
  /** Policies on keys, buckets, endpoints and topics, and those of roles, users and groups that are not in the templates. */
  readonly resourcePolicies: readonly PolicyReview[];
  readonly residualRisks: readonly string[];
}

export function reviewIdentity(assembly: Assembly, statements: readonly StatementRow[]): IdentityReview {
  const roles = assembly.ofType('AWS::IAM::Role').map((role) => reviewRole(assembly, statements, role));
  const addresses = new Set(roles.map(({ resource }) => resource));
  const hasRole = ({ kind, subjects }: StatementRow) =>
    kind === 'identity' && subjects.some((subject) => addresses.has(subject));
  const carried = new Map<string, StatementRow[]>();
  for (const row of statements) {
    if (row.kind === 'trust' || hasRole(row)) continue;
    carried.set(row.owner.address, [...(carried.get(row.owner.address) ?? []), row]);
  }
  const resourcePolicies = [...carried.values()].map((rows) => reviewPolicy(rows as [StatementRow, ...StatementRow[]]));
  return { roles, resourcePolicies, residualRisks: residualRisks(statements) };
}

export const statementsOfRole = (statements: readonly StatementRow[], address: string): readonly StatementRow[] =>
  statements.filter((row) => row.kind === 'identity' && row.subjects.includes(address));

function reviewRole(assembly: Assembly, statements: readonly StatementRow[], role: Located): RoleReview {
  const own = statementsOfRole(statements, role.address);
  const trust = statements.filter((row) => row.kind === 'trust' && row.owner === role);
  const boundary = role.properties.PermissionsBoundary;
  return {
    role: assembly.nameOf(role),
    resource: role.address,
    purpose: String(role.properties.Description ?? ''),
    assumedBy: trust.map(inWords),
    boundary: boundary === undefined ? 'none' : assembly.text(boundary, role.stack),
    statements: own.map(reviewStatement),
    cannot: QUESTIONS.map(({ what, ...question }) => answer(what, question, own)),
  };
}

function answer(what: string, question: Question, own: readonly StatementRow[]): CannotRow {
  const unsure = judge(own, question);
  const { action } = question;
  return { what, action, cannot: unsure === undefined, ...(unsure && unsure.length > 0 && { unsure }) };
}

function reviewPolicy(rows: readonly [StatementRow, ...StatementRow[]]): PolicyReview {
  const [{ kind, subjects, owner }] = rows;
  const subject = subjects.join(', ') || 'nobody';
  return { kind, subject, resource: owner.address, statements: rows.map(reviewStatement) };
}

export function reviewStatement(row: StatementRow): StatementReview {
  const wild = row.effect === 'Allow' ? [...row.resources, ...row.actions].filter(isWild) : [];
  const patterns = row.unread ? row.resources : wild;
  return {
    sid: row.sid,
    effect: row.effect,
    words: inWords(row),
    principals: row.principals,
    actions: row.unread ? [row.sid] : [...row.actions, ...row.notActions.map((action) => `not ${action}`)],
    resources: row.resources,
    conditions: row.conditions.map(({ operator, key, values }) => `${key} ${operator} ${values.join(' | ')}`),
    wildcards: patterns.map((pattern) => ({ pattern, reason: reasonFor(row, pattern) })),
  };
}

/** Kinds of policy whose `*` is bounded by what carries them. */
const BOUNDED: Readonly<Record<string, string>> = {
  key: 'In a key policy the resource * is the key that carries it.',
  endpoint: 'A resource in the policy of an endpoint bounds what passes; it allows nobody anything.',
};

const SECRET_SUFFIX = /^arn:[^*?]+:secret:[^*?]+-\?{6}$/;

function reasonFor(row: StatementRow, pattern: string): string | undefined {
  if (!row.resources.includes(pattern)) return undefined;
  const bounded = BOUNDED[row.kind];
  if (bounded !== undefined) return bounded;
  const given = findingsOf(row.owner).find(({ ids }) => ids.some((id) => id.endsWith(`[Resource::${pattern}]`)));
  if (given) return withoutRepeats(given.reason);
  if (SECRET_SUFFIX.test(pattern))
    return 'Secrets Manager adds six random characters to the name; the six ? match exactly those.';
  return /^arn:[^:]*:s3:::[^*?/]+\/.*\*$/.test(pattern)
    ? 'Objects below one bucket or prefix that is named.'
    : undefined;
}

/** The reasons of two findings about one pattern stand in one text, and may be the same. */
const withoutRepeats = (reason: string): string => [...new Set(reason.split(/(?<=\.) (?=[A-Z])/))].join(' ');

/** Another party's things: nothing in the templates may reach them. */
const OTHER = '999999999999';
const foreign = { 'aws:ResourceAccount': OTHER, 'aws:SecureTransport': 'true' };
const ofAnotherCluster = {
  ...foreign,
  'aws:ResourceTag/automq:cluster': 'another-cluster',
  'aws:ResourceTag/automq:role': 'other',
};
const here = (service: string, rest: string): string => `arn:aws:${service}:us-east-1:111122223333:${rest}`;

/** What every role is asked; the proofs put the same questions to an IAM simulator. */
export const QUESTIONS: readonly (Question & { readonly what: string })[] = [
  {
    what: 'read another bucket',
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::another-bucket/any',
    context: foreign,
  },
  {
    what: 'write to another bucket',
    action: 's3:PutObject',
    resource: 'arn:aws:s3:::another-bucket/any',
    context: foreign,
  },
  {
    what: "attach another cluster's volume",
    action: 'ec2:AttachVolume',
    resource: here('ec2', 'volume/vol-0'),
    context: ofAnotherCluster,
  },
  {
    what: "take an address of another cluster's interface",
    action: 'ec2:AssignPrivateIpAddresses',
    resource: here('ec2', 'network-interface/eni-0'),
    context: ofAnotherCluster,
  },
  {
    what: 'create roles',
    action: 'iam:CreateRole',
    resource: 'arn:aws:iam::111122223333:role/any',
    anything: true,
    context: {},
  },
  {
    what: 'pass roles',
    action: 'iam:PassRole',
    resource: 'arn:aws:iam::111122223333:role/any',
    anything: true,
    context: {},
  },
  {
    what: 'take on another role',
    action: 'sts:AssumeRole',
    resource: 'arn:aws:iam::111122223333:role/any',
    anything: true,
    context: {},
  },
  {
    what: 'decrypt with another key',
    action: 'kms:Decrypt',
    resource: here('kms', 'key/another'),
    context: ofAnotherCluster,
  },
  {
    what: 'read another secret',
    action: 'secretsmanager:GetSecretValue',
    resource: here('secretsmanager', 'secret:another-AbCdEf'),
    context: {},
  },
  {
    what: "use another cluster's certificate authority",
    action: 'acm-pca:IssueCertificate',
    resource: here('acm-pca', 'certificate-authority/another'),
    context: ofAnotherCluster,
  },
  {
    what: 'share a snapshot',
    action: 'ec2:ModifySnapshotAttribute',
    resource: 'arn:aws:ec2:us-east-1::snapshot/snap-0',
    anything: true,
    context: {},
  },
  {
    what: 'export an image',
    action: 'ec2:ExportImage',
    resource: 'arn:aws:ec2:us-east-1::image/ami-0',
    anything: true,
    context: {},
  },
  {
    what: 'end machines',
    action: 'ec2:TerminateInstances',
    resource: here('ec2', 'instance/i-0'),
    context: ofAnotherCluster,
  },
  {
    what: 'change the size of another group',
    action: 'autoscaling:UpdateAutoScalingGroup',
    resource: here('autoscaling', 'autoScalingGroup:0:autoScalingGroupName/any'),
    context: {},
  },
  {
    what: 'change a bucket policy',
    action: 's3:PutBucketPolicy',
    resource: 'arn:aws:s3:::another-bucket',
    context: foreign,
  },
  {
    what: 'open a security group',
    action: 'ec2:AuthorizeSecurityGroupIngress',
    resource: here('ec2', 'security-group/sg-0'),
    context: {},
  },
];

/** Risks that stay by design: what allows them, and the sentence. */
const RISKS: readonly { readonly action: string; readonly kind: string; readonly risk: string }[] = [
  {
    kind: 'identity',
    action: 'ec2:AssignPrivateIpAddresses',
    risk: 'IAM has no condition for which address is taken, nor for reassignment: who may take an address of an interface can take one that another has.',
  },
  {
    kind: 'identity',
    action: 'acm-pca:IssueCertificate',
    risk: 'IAM cannot limit the names in a certificate: a node can ask for the certificate of another node of its cluster.',
  },
  {
    kind: 'identity',
    action: 's3:DeleteObject',
    risk: 'A node role can delete any object of the buckets it serves: compaction needs it. A machine that is taken over can destroy records.',
  },
  {
    kind: 'identity',
    action: 'ec2:CreateTags',
    risk: 'Data Lifecycle Manager tags a snapshot in a second call, when it has no tag yet: its role can tag any snapshot of the account in the region.',
  },
  {
    kind: 'identity',
    action: 'ssmmessages:OpenDataChannel',
    risk: 'Whoever may start a Session Manager session in the account gets a shell on the nodes; that is decided outside these templates.',
  },
  {
    kind: 'identity',
    action: 'logs:PutResourcePolicy',
    risk: 'Step Functions needs permissions without a resource to write its log: the keeper role can change who may write to any log group of the account and region.',
  },
  {
    kind: 'identity',
    action: 'autoscaling:UpdateAutoScalingGroup',
    risk: 'IAM has no condition key for the desired capacity, health check, cooldown, termination policies and maintenance policy of a group: whoever may set its smallest size may set those too.',
  },
  {
    kind: 'identity',
    action: 'autoscaling:SetInstanceHealth',
    risk: 'A machine that is taken over can report others of its group as unhealthy, one after the other, and so have them replaced.',
  },
  {
    kind: 'key',
    action: 'kms:PutKeyPolicy',
    risk: 'Administrators of the account can change the key policies, and so give themselves the use of a key.',
  },
];

/** People who are named by ARN in a key policy that nobody else of the account is let through by. */
function operatorsRisk(statements: readonly StatementRow[]): string[] {
  const decrypting = statements.filter(
    ({ kind, effect, actions }) => kind === 'key' && effect === 'Allow' && actions.includes('kms:Decrypt'),
  );
  const named = decrypting
    .flatMap(({ conditions }) => conditions)
    .filter(({ key, operator }) => key === 'aws:PrincipalArn' && !operator.includes('Not'))
    .flatMap(({ values }) => values)
    .filter((arn) => !arn.includes(':role/aws-service-role/'));
  const who = [...new Set(named)].join(', ');
  return who === '' ? [] : [`Whoever takes on ${who} can read what the keys protect, through the services they name.`];
}

function residualRisks(statements: readonly StatementRow[]): readonly string[] {
  const granted = (kind: string, action: string): boolean =>
    statements.some(
      (row) =>
        row.kind === kind && row.effect === 'Allow' && row.actions.some((pattern) => matches(pattern, action, true)),
    );
  const found = RISKS.filter(({ kind, action }) => granted(kind, action)).map(({ risk }) => risk);
  return [...found, ...operatorsRisk(statements)];
}
