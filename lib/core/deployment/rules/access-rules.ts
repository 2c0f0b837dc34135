import { regions } from '../../facts';
import type { Draft } from '../draft';
import { mistake, type Mistake } from '../mistakes';
import { isUnresolved } from '../tokens';
import type { Rule } from './rule';

/** An ARN of the file, and what of it must be the deployment's own. */
interface ArnRow {
  readonly path: string;
  readonly arn: string | undefined;
  /** Keys, secrets, topics and authorities work only in their own region; IAM has none. */
  readonly region: 'own' | 'none';
  /** What EC2 launches with must be a role of the account; others may be shared. */
  readonly account: 'own' | 'any';
}

const ownRoles = [
  'controller',
  'controllerInstanceProfile',
  'broker',
  'brokerInstanceProfile',
  'snapshots',
  'flowLogs',
  'keeper',
  'keeperSchedule',
  'permissionsBoundary',
  'breakGlass',
] as const;

function arnRows({ keys, roles, tls, alarmTopicArn }: Draft): readonly ArnRow[] {
  const regional = (path: string, arn: string | undefined): ArnRow => ({ path, arn, region: 'own', account: 'any' });
  const own = (path: string, arn: string | undefined): ArnRow => ({ path, arn, region: 'none', account: 'own' });
  return [
    ...(['data', 'wal', 'logs', 'secrets'] as const).map((purpose) => regional(`keys.${purpose}`, keys?.[purpose])),
    ...ownRoles.map((kind) => own(`roles.${kind}`, roles?.[kind])),
    regional('alarmTopicArn', alarmTopicArn),
    regional('tls.authorityArn', tls?.issuer === 'private-ca' ? tls.authorityArn : undefined),
    regional('tls.secretArn', tls?.issuer === 'secret' ? tls.secretArn : undefined),
    regional('tls.secretKeyArn', tls?.issuer === 'secret' ? tls.secretKeyArn : undefined),
    ...(roles?.deployers ?? []).map((arn, index): ArnRow => ({
      path: `roles.deployers[${index}]`,
      arn,
      region: 'none',
      account: 'any',
    })),
  ];
}

/** One part of an ARN, and what it must be; nothing where any will do. */
interface Part {
  readonly name: string;
  readonly given: string | undefined;
  readonly wanted: string | undefined;
}

function partsOf(row: ArnRow, draft: Draft): readonly Part[] {
  const [, partition, service, region, account] = row.arn?.split(':') ?? [];
  // A boundary may be a policy that AWS manages; its ARN names no account.
  const ownAccount = row.account === 'own' && !(account === 'aws' && service === 'iam');
  return [
    { name: 'partition', given: partition, wanted: regions[draft.region ?? '']?.partition },
    { name: 'region', given: region, wanted: row.region === 'own' ? draft.region : undefined },
    { name: 'account', given: account, wanted: ownAccount ? draft.account : undefined },
  ];
}

function arnMistakes(row: ArnRow, draft: Draft): readonly Mistake[] {
  if (row.arn === undefined || isUnresolved(row.arn)) return [];
  return partsOf(row, draft)
    .filter(({ given, wanted }) => wanted !== undefined && given !== wanted)
    .map(({ name, given, wanted }) =>
      mistake(row.path, given ? `is in ${name} ${given}` : `names no ${name}`, row.arn, `${name} ${wanted}`),
    );
}

/** Both kinds of node in one role would undo the separation that the bucket and key policies rest on. */
function sharedRole({ roles }: Draft): readonly Mistake[] {
  if (roles?.controller === undefined || roles.controller !== roles.broker) return [];
  return [mistake('roles.broker', 'is the role of the controllers too', roles.broker, 'a role of its own')];
}

/** A profile of ours carries a role of ours: one of the customer's says nothing without its role. */
function loneProfile({ roles = {} }: Draft): readonly Mistake[] {
  return (['controller', 'broker'] as const)
    .filter((kind) => roles[`${kind}InstanceProfile`] !== undefined && roles[kind] === undefined)
    .map((kind) => {
      const path = `roles.${kind}InstanceProfile` as const;
      return mistake(path, 'comes without its role', roles[`${kind}InstanceProfile`], `roles.${kind} beside it`);
    });
}

/** Whoever deploys may reconfigure the data bucket, so a pattern must leave somebody out. */
const deployedByAll = ({ roles }: Draft): readonly Mistake[] =>
  (roles?.deployers ?? []).flatMap((arn, index) =>
    arn !== undefined && /:role\/[*/]+$/.test(arn)
      ? [mistake(`roles.deployers[${index}]`, 'matches every role', arn, 'a name or a path before the *')]
      : [],
  );

export const accessRules: readonly Rule[] = [
  {
    holds: 'Every ARN is of the partition, region and account where it is used.',
    mistakes: (draft) => arnRows(draft).flatMap((row) => arnMistakes(row, draft)),
  },
  { holds: 'Controllers and brokers have roles of their own.', mistakes: sharedRole },
  { holds: 'An instance profile comes with its role.', mistakes: loneProfile },
  { holds: 'A pattern of deployers leaves somebody out.', mistakes: deployedByAll },
];
