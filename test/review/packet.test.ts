/** What the packet says of the examples, and that it says it from the templates alone. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Aspects, CfnResource } from 'aws-cdk-lib';
import { FINDINGS, PURPOSE } from '../../lib/cdk/annotate';
import { templatesIn } from '../../lib/cli/templates';
import { changes, failures, html, markdown, review, sarif, type Packet, type Resource } from '../../lib/review';
import { addStacks } from '../../stacks';
import { examples, planOf } from '../synth/synthesize';
import { MADE } from './catchers';
import { filesOf, mutated, resource } from './mutate';

const packets = new Map(examples.map((example) => [example, review(filesOf(example), MADE)]));
const inventory = packets.get('inventory')!;
const answer = (packet: Packet, id: string) => packet.posture.find((row) => row.id === id)?.answer;

test('names each template with its SHA-256, and what made it', () => {
  const [file] = filesOf('inventory');
  const stamp = inventory.templates.find(({ stack }) => stack === file!.stack)!;
  expect(stamp.sha256).toBe(createHash('sha256').update(file!.text).digest('hex'));
  expect(inventory.made).toEqual(MADE);
});

test('the same templates give the same packet', () => {
  expect(review([...filesOf('inventory')].reverse(), MADE)).toEqual(inventory);
});

test.each(examples)('%s: thirty controls, all answered, none without what shows it', (example) => {
  const { posture } = packets.get(example)!;
  expect(new Set(posture.map(({ id }) => id)).size).toBe(30);
  for (const { answer: given, shownBy, id } of posture) {
    expect([id, shownBy.length > 0]).toEqual([id, given !== 'not applicable']);
  }
});

test.each(examples)('%s: every control holds, but for the boundary that only a file can name', (example) => {
  const no = packets
    .get(example)!
    .posture.filter((row) => row.answer === 'no')
    .map(({ id }) => id);
  expect(no.filter((id) => id !== 'boundary')).toEqual([]);
});

test.each(examples)('%s: every wildcard has a reason', (example) => {
  const { roles, resourcePolicies } = packets.get(example)!.identity;
  const statements = [...roles, ...resourcePolicies].flatMap((row) => row.statements);
  expect(
    statements.flatMap(({ sid, wildcards }) =>
      wildcards.filter(({ reason }) => !reason).map(({ pattern }) => `${sid} ${pattern}`),
    ),
  ).toEqual([]);
});

test('every store says what encrypts it and what happens on delete', () => {
  const { stores, keys } = inventory.data;
  expect(stores.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining([
      'bucket',
      'volume',
      'root volume',
      'secret',
      'log group',
      'snapshots',
      'certificate authority',
    ]),
  );
  expect(stores.filter(({ encryption }) => encryption.includes('NOT'))).toEqual([]);
  expect(stores.find(({ name }) => name.startsWith('inventory-data'))).toMatchObject({
    retention: expect.stringContaining('live objects never expire'),
    onDelete: expect.stringContaining('kept'),
  });
  expect(keys.flatMap(({ encrypts }) => encrypts)).toHaveLength(
    stores.filter(({ encryption }) => encryption.startsWith('customer key')).length,
  );
});

test('what is kept is stated with its protection and both halves of the teardown', () => {
  const { control, shownBy } = inventory.posture.find(({ id }) => id === 'kept-on-delete')!;
  expect(control).toMatch(/retained.*protection.*teardown/);
  expect(shownBy).toContain('inventory-data: termination protection on');
  for (const part of ['protect FILE --off', 'allowDataLoss: true', '-c allowDataLoss=<name>'])
    expect(shownBy.at(-1)).toContain(part);
});

test('a private deployment reaches no internet; one rule to anywhere is seen', () => {
  expect(inventory.network.internet).toEqual([]);
  const open = mutated(filesOf('inventory'), ({ cluster }) => {
    resource(cluster, 'ClusterPortsBrokerSecurityGroup').Properties.SecurityGroupEgress[0].CidrIp = '0.0.0.0/0';
  });
  expect(review(open, MADE).network.internet).toHaveLength(1);
});

test('an endpoint without groups of its own is guarded by the default group of the VPC, which is wider', () => {
  const changed = review(
    mutated(filesOf('inventory'), ({ network }) => {
      delete resource(network, 'NetworkSsmEndpoint').Properties.SecurityGroupIds;
    }),
    MADE,
  );
  expect(changes(inventory, changed)).toMatchObject([
    { risk: 'widened', words: expect.stringContaining('default group') },
  ]);
  expect(markdown(changed)).toContain('DEFAULT GROUP OF THE VPC');
});

test('in a given VPC the packet says what it cannot see', () => {
  expect(packets.get('existing-vpc')!.network.statement).toContain('where its subnets');
  expect(inventory.network.statement).not.toContain('where its subnets');
});

test('a role without a boundary is told so, and one with a boundary passes', () => {
  expect(answer(inventory, 'boundary')).toBe('no');
  const bounded = mutated(filesOf('inventory'), ({ identity }) => {
    const roles = Object.values(identity.Resources as Record<string, Resource>).filter(
      ({ Type }) => Type === 'AWS::IAM::Role',
    );
    for (const { Properties } of roles)
      Object.assign(Properties!, { PermissionsBoundary: 'arn:aws:iam::111122223333:policy/b' });
  });
  expect(answer(review(bounded, MADE), 'boundary')).toBe('yes');
});

test('sees what an aspect of the customer changes', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'automq-byoc-'));
  const app = new App({ outdir, analyticsReporting: false });
  addStacks(app, planOf('minimal'));
  Aspects.of(app).add({
    visit: (node) =>
      void (
        CfnResource.isCfnResource(node) &&
        node.cfnResourceType === 'AWS::S3::Bucket' &&
        node.addPropertyDeletionOverride('BucketEncryption')
      ),
  });
  const packet = review(templatesIn(app.synth().directory), MADE);
  rmSync(outdir, { recursive: true });
  expect(answer(packet, 'bucket-keys')).toBe('no');
});

test('reads templates of others: resources it does not know, statements it never writes', () => {
  const text = JSON.stringify({
    Resources: {
      P: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          Roles: ['r'],
          PolicyDocument: { Statement: { Effect: 'Allow', NotAction: 'iam:*', NotResource: '*' } },
        },
      },
      X: { Type: 'Custom::X' },
    },
  });
  const packet = review([{ stack: 'a', file: 'a', text }], MADE);
  expect(answer(packet, 'named-actions')).toBe('no');
});

test('an acknowledgement past its day fails; one without a day counts as past', () => {
  expect(failures(inventory)).toEqual([]);
  expect(failures(review(filesOf('inventory'), { ...MADE, day: '2027-11-23' }))).toHaveLength(
    inventory.acknowledgements.length,
  );
  expect(inventory.acknowledgements.every(({ owner, reason }) => owner !== 'unknown' && reason !== '')).toBe(true);
});

test('nothing has changed against itself; what has, comes riskiest first', () => {
  expect(changes(inventory, inventory)).toEqual([]);
  const now = review(
    mutated(filesOf('inventory'), ({ cluster, network }) => {
      const { Properties } = resource(cluster, 'ClusterPortsBrokerSecurityGroup');
      Properties.SecurityGroupIngress.push({
        IpProtocol: 'tcp',
        FromPort: 22,
        ToPort: 22,
        CidrIp: '10.0.0.0/8',
        Description: 'x',
      });
      Properties.SecurityGroupIngress.shift();
      resource(network, 'NetworkEc2Endpoint').Properties.PolicyDocument.Statement[0].Condition.Bool = {
        'aws:SecureTransport': 'true',
      };
    }),
    MADE,
  );
  const risks = changes(inventory, now).map(({ risk }) => risk);
  expect(risks).toEqual(
    [...risks].sort(
      (a, b) => ['widened', 'changed', 'narrowed'].indexOf(a) - ['widened', 'changed', 'narrowed'].indexOf(b),
    ),
  );
  expect(new Set(risks)).toEqual(new Set(['widened', 'narrowed']));
});

test('texts from a template cannot become markup', () => {
  const evil = mutated(filesOf('inventory'), ({ data }) => {
    resource(data, 'DataBucketsDataBucket0').Metadata['automq:purpose'] =
      '<script>alert(1)</script> | [x](javascript:y)';
  });
  const packet = review(evil, MADE);
  expect(html(packet)).not.toContain('<script>alert');
  expect(markdown(packet)).not.toMatch(/<script>|[^\\]\[x\]/);
});

test('HTML refers to nothing outside of itself', () => {
  expect(html(inventory)).not.toMatch(/(?:src|href)="(?!#|data:)/);
});

test('SARIF has a rule and a place for every result', () => {
  const { runs } = sarif(inventory) as {
    runs: [{ tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; locations: unknown[] }[] }];
  };
  const rules = runs[0].tool.driver.rules.map(({ id }) => id);
  expect(runs[0].results.length).toBeGreaterThan(0);
  for (const { ruleId, locations } of runs[0].results)
    expect([rules.includes(ruleId), locations.length]).toEqual([true, 1]);
});

test('the metadata keys are those that the constructs write', () => {
  const row = resource(
    JSON.parse(filesOf('inventory').find(({ stack }) => stack.endsWith('data'))!.text),
    'DataBucketsDataBucket0',
  );
  expect(Object.keys(row.Metadata)).toEqual(expect.arrayContaining([FINDINGS, PURPOSE]));
  expect([FINDINGS, PURPOSE]).toEqual(['automq:findings', 'automq:purpose']);
});
