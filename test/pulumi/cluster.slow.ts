import { ids } from '../../lib/core/identities';
import { AutoMqCluster } from '../../lib/pulumi';
import { planOf, DEPLOYMENTS, AS_OF } from '../synth/synthesize';
import { readDeployment } from '../../lib/files';
import { arnOf, idOf, recorded, type Recorded } from './recorded';

const plan = planOf('inventory');
const { deployment } = readDeployment(`${DEPLOYMENTS}/inventory.yaml`);
const deployers = ['arn:aws:iam::111122223333:role/pulumi'];
let resources: Recorded[];
let groups: Recorded[];
let made: AutoMqCluster;

const of = (type: string) => resources.filter((each) => each.type.endsWith(`:${type}`));
const isController = ({ name }: Recorded): boolean => name.includes('Controller');

const args = { ...deployment, roles: { ...deployment.roles, deployers }, asOf: AS_OF };

beforeAll(async () => {
  resources = await recorded((options) => {
    made = new AutoMqCluster('inventory', args, options);
  });
  groups = of('Group');
}, 30_000);

describe('groups', () => {
  test('are one for each zone of brokers and one for each controller', () => {
    expect(groups.map(({ inputs }) => inputs.name).sort()).toEqual([
      'inventory-brokers-use1-az1',
      'inventory-brokers-use1-az2',
      'inventory-brokers-use1-az4',
      'inventory-controller-0',
      'inventory-controller-1',
      'inventory-controller-2',
    ]);
  });

  test('never say a desired capacity, so that no deploy resets a size', () => {
    for (const { inputs } of groups) expect(inputs).not.toHaveProperty('desiredCapacity');
  });

  test('leave the size to the floor keeper where there are seasons, the machines to `refresh`, and hooks to their own', () => {
    for (const group of groups) {
      const always = ['desiredCapacity', 'launchTemplate.version', 'initialLifecycleHooks'];
      const ignored = isController(group) ? always : [...always, 'minSize'];
      expect({ name: group.name, ignored: group.ignoreChanges }).toEqual({ name: group.name, ignored });
    }
  });

  test('keep an instance out of service until boot says so, and give a drain time', () => {
    for (const { name, inputs } of groups) {
      const beside = of('LifecycleHook').filter((hook) => hook.name.startsWith(`${name}-`));
      const rows = beside.map(({ inputs: { autoscalingGroupName: _, ...hook } }) => hook);
      expect(rows).toEqual(inputs.initialLifecycleHooks); // the one at creation, the other later
      expect(rows).toEqual([
        expect.objectContaining({
          lifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
          defaultResult: 'ABANDON',
          heartbeatTimeout: 900,
        }),
        expect.objectContaining({
          lifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
          defaultResult: 'CONTINUE',
          heartbeatTimeout: 90,
        }),
      ]);
    }
  });

  test('never refresh by themselves: the provider would start in all of them at once', () => {
    for (const { inputs } of groups) expect(inputs).not.toHaveProperty('instanceRefresh');
  });

  test('fail a first deploy within 20 minutes unless every machine is in service', () => {
    for (const { inputs } of groups) expect(inputs.waitForCapacityTimeout).toBe('20m');
  });

  test('form one chain: controllers by id, then brokers by zone', () => {
    const before = groups.map(({ dependsOn }) =>
      dependsOn.filter((key) => key.includes('group:Group')).map((key) => key.split(' ')[1]),
    );
    expect(before).toEqual([[], ...groups.slice(0, -1).map(({ name }) => [name])]);
    expect(groups.map(isController)).toEqual([true, true, true, false, false, false]);
  });

  test('wait with the first machine for records, rules between nodes and the log group', () => {
    const waitsFor = groups[0]!.dependsOn;
    for (const part of ['NodeNames', 'NodeSecurityGroups']) {
      expect(waitsFor).toContain(`automq-byoc:index:${part} inventory`);
    }
    expect(waitsFor).toContain('aws:cloudwatch/logGroup:LogGroup inventory-NodesLogGroup');
    for (const row of [...of('Record'), ...of('SecurityGroupIngressRule')].filter(({ name }) => !/Endpoint/.test(name)))
      expect(waitsFor).toContain(row.parent);
  });
});

describe('machines', () => {
  test('use the literal image of the file', () => {
    for (const { inputs } of of('LaunchTemplate')) expect(inputs.imageId).toBe(plan.cluster.imageId);
  });

  test('answer metadata requests with tokens only, one hop, and without tags', () => {
    for (const { inputs } of of('LaunchTemplate')) {
      expect(inputs.metadataOptions).toEqual({
        httpEndpoint: 'enabled',
        httpTokens: 'required',
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: 'disabled',
      });
    }
  });

  test('have no public address and no key pair', () => {
    for (const { inputs } of of('LaunchTemplate')) {
      expect(inputs).not.toHaveProperty('keyName');
      expect(JSON.stringify(inputs)).not.toMatch(/"associatePublicIpAddress":"?true/);
    }
  });

  test('encrypt their root volume with the volumes key', () => {
    for (const { inputs } of of('LaunchTemplate')) {
      expect(inputs.blockDeviceMappings).toEqual([
        {
          deviceName: '/dev/xvda',
          ebs: expect.objectContaining({ encrypted: 'true', kmsKeyId: arnOf('inventory-WalKey') }),
        },
      ]);
    }
  });

  test('depend on no parameter: a change of size replaces nobody', async () => {
    const templates = (all: readonly Recorded[]) => all.filter(({ type }) => type.endsWith(':LaunchTemplate'));
    const other = await recorded((options) => new AutoMqCluster('inventory', { ...args, brokersPerZone: 5 }, options));
    expect(templates(other).map(({ inputs }) => inputs)).toEqual(templates(resources).map(({ inputs }) => inputs));
  });
});

describe('alarms', () => {
  test('that stop a refresh exist, and wait for no group', () => {
    const stopping = plan.alarms.filter((row) => row.stopsRefresh);
    expect(stopping.length).toBeGreaterThan(0);
    const alarms = of('MetricAlarm').map(({ name }) => name); // by which `refresh` looks for them
    expect(alarms).toEqual(expect.arrayContaining(stopping.map(({ id }) => `inventory-${ids.alarm(id)}`)));
    for (const row of plan.alarms) {
      const alarm = of('MetricAlarm').find(({ inputs }) => inputs.alarmDescription === row.advice)!;
      expect(alarm.dependsOn).toEqual([]);
    }
  });

  test('of Auto Scaling metrics find them: every group publishes its metrics', () => {
    for (const { inputs } of groups) {
      expect(inputs.enabledMetrics).toContain('GroupInServiceInstances'); // the provider takes no list for none
      expect(inputs.metricsGranularity).toBe('1Minute');
    }
  });

  test('tell the topic, which is encrypted with the logs key', () => {
    expect(of('Topic').map(({ inputs }) => inputs.kmsMasterKeyId)).toEqual([arnOf('inventory-LogsKey')]);
    const ours = of('MetricAlarm').filter(({ name }) => !name.includes('LowLoad'));
    for (const { inputs } of ours) expect(inputs.alarmActions).toEqual([arnOf('inventory-AlarmTopic')]);
  });
});

describe('controllers', () => {
  test('hold a fixed interface that their launch template names', () => {
    for (const { nodeId, address } of plan.controllers) {
      const card = of('NetworkInterface').find(({ name }) => name.startsWith(`inventory-Controller${nodeId}-`))!;
      expect(card.inputs.privateIps).toEqual([address]);
      const template = of('LaunchTemplate').find(({ name }) => name.startsWith(`inventory-Controller${nodeId}-`))!;
      expect(template.inputs.networkInterfaces).toEqual([
        expect.objectContaining({ networkInterfaceId: idOf(card.name) }),
      ]);
    }
  });

  test('give their address back before another interface takes it', () => {
    expect(of('NetworkInterface')).toHaveLength(plan.controllers.length);
    for (const { deleteBeforeReplace } of of('NetworkInterface')) expect(deleteBeforeReplace).toBe(true);
  });

  test('keep their metadata on encrypted volumes that outlive the stack', () => {
    expect(of('Volume')).toHaveLength(plan.controllers.length);
    for (const { protect, retainOnDelete, inputs } of of('Volume')) {
      expect({ protect, retainOnDelete }).toEqual({ protect: true, retainOnDelete: true });
      expect(inputs).toMatchObject({ encrypted: true, kmsKeyId: arnOf('inventory-WalKey') });
      expect(inputs.tags).toMatchObject({ 'automq:role': 'controller' });
    }
  });

  test('are snapshotted by the tag of their volumes, and nothing else is', () => {
    const { key, value } = plan.snapshots.tag;
    const [policy] = of('LifecyclePolicy');
    expect(policy!.inputs).toMatchObject({ state: 'ENABLED', policyDetails: { targetTags: { [key]: value } } });
    const tagged = resources.filter(({ inputs }) => (inputs.tags as Record<string, string> | undefined)?.[key]);
    expect(tagged).toEqual(of('Volume'));
  });
});

describe('ports', () => {
  const rules = () => [...of('SecurityGroupIngressRule'), ...of('SecurityGroupEgressRule')].map(({ inputs }) => inputs);

  test('are open to no whole internet, one port each, and described', () => {
    expect(rules().length).toBeGreaterThan(10);
    for (const rule of rules()) {
      expect(JSON.stringify(rule)).not.toMatch(/0\.0\.0\.0\/0|::\/0/);
      expect(rule.fromPort).toBe(rule.toPort);
      expect(rule.ipProtocol).toBe('tcp');
      expect(rule.description).toEqual(expect.stringMatching(/\w+ \w+/));
    }
  });

  test('let controllers reach the internal listener of the brokers, for AutoBalancer', () => {
    expect(of('SecurityGroupIngressRule').map(({ inputs }) => inputs)).toContainEqual(
      expect.objectContaining({
        fromPort: 9094,
        referencedSecurityGroupId: idOf('inventory-ControllerSecurityGroup'),
        securityGroupId: idOf('inventory-BrokerSecurityGroup'),
      }),
    );
  });
});

describe('capacity parameter', () => {
  const brokers = (all: readonly Recorded[]) => all.filter(({ inputs }) => /-brokers-/.test(String(inputs.name)));
  let moved: AutoMqCluster;
  let other: Recorded[];
  beforeAll(async () => {
    const { seasons: _, ...without } = args;
    other = await recorded((options) => {
      moved = new AutoMqCluster('inventory', { ...without, brokersPerZone: 5 }, options);
    });
  });

  test('moves the minimum of every zone, never the maximum', () => {
    const sizes = (all: readonly Recorded[], size: string) => brokers(all).map(({ inputs }) => inputs[size]);
    expect(sizes(resources, 'minSize')).toEqual([2, 2, 2]);
    expect(sizes(other, 'minSize')).toEqual([5, 5, 5]);
    expect(sizes(other, 'maxSize')).toEqual(sizes(resources, 'maxSize'));
  });

  test('is shown in the outputs with who set it', () => {
    expect(made.outputs).toMatchObject({ BrokersPerZoneInForce: '2', BrokersPerZoneSetBy: 'file' });
    expect(moved.outputs).toMatchObject({ BrokersPerZoneInForce: '5', BrokersPerZoneSetBy: 'parameter' });
  });
});

describe('names', () => {
  const zones = plan.brokers.kind === 'elastic' ? plan.brokers.groups : [];
  const rows = () => of('Record').map(({ inputs }) => [inputs.name, inputs.records]);

  test('at bootstrap list only the lowest slots of each zone: an address nobody holds drops packets', () => {
    zones.forEach(({ slots, minSize }, position) => {
      const lowest = slots.slice(0, minSize + 1).map(({ address }) => address);
      expect(rows()).toContainEqual([plan.zones[position]!.bootstrapHost, lowest]);
    });
  });

  test('of slots exist for every address that a machine may lease', () => {
    for (const { host, address } of zones.flatMap(({ slots }) => slots)) {
      expect(rows()).toContainEqual([host, [address]]);
    }
  });
});

test('the keeper starts after all that it acts on and all that lets it, and ends before them', () => {
  const [schedule] = of('Schedule');
  const waitsFor = schedule!.dependsOn.join('\n');
  for (const group of groups.filter((each) => !isController(each))) expect(waitsFor).toContain(group.name);
  expect(waitsFor).toContain('ClusterIdentity');
});

test('season parameters are configuration, and refused where the plan does not allow them', async () => {
  const season = plan.seasons!.seasons[0]!;
  const late = { ...args, seasonOverrides: { [`${season.id}Start`]: 'soon' } };
  await expect(recorded((options) => new AutoMqCluster('inventory', late, options))).rejects.toThrow(
    `${season.id}Start`,
  );
});
