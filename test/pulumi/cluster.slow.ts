import { AutoMqCluster } from '../../lib/pulumi';
import { planOf, DEPLOYMENTS, AS_OF } from '../synth/synthesize';
import { readDeployment } from '../../lib/files';
import { recorded, type Recorded } from './recorded';

const plan = planOf('inventory');
const { deployment } = readDeployment(`${DEPLOYMENTS}/inventory.yaml`);
const deployers = ['arn:aws:iam::111122223333:role/pulumi'];
let resources: Recorded[];
let groups: Recorded[];

const of = (type: string) => resources.filter((each) => each.type.endsWith(`:${type}`));
const isController = ({ name }: Recorded): boolean => name.includes('Controller');

beforeAll(async () => {
  const args = { ...deployment, roles: { ...deployment.roles, deployers }, asOf: AS_OF };
  resources = await recorded((options) => new AutoMqCluster('inventory', args, options));
  groups = of('Group');
}, 30_000);

describe('groups', () => {
  test('never say a desired capacity, so that no deploy resets a size', () => {
    for (const { inputs } of groups) expect(inputs).not.toHaveProperty('desiredCapacity');
  });

  test('leave the size to the floor keeper where there are seasons, and controllers at one', () => {
    for (const group of groups) {
      const ignored = isController(group) ? ['desiredCapacity'] : ['desiredCapacity', 'minSize'];
      expect({ name: group.name, ignored: group.ignoreChanges }).toEqual({ name: group.name, ignored });
    }
  });

  test('keep an instance out of service until boot says so, and give a drain time: at creation and later', () => {
    for (const { name, inputs } of groups) {
      const beside = of('LifecycleHook').filter((hook) => hook.name.startsWith(`${name}-`));
      const rows = beside.map(({ inputs: { autoscalingGroupName: _, ...hook } }) => hook);
      expect(rows).toEqual(inputs.initialLifecycleHooks);
      expect(rows.map(({ defaultResult }) => defaultResult)).toEqual(['ABANDON', 'CONTINUE']);
    }
  });

  test('refresh by themselves only where a machine is launched before one ends, and go back on an alarm', () => {
    for (const group of groups) {
      if (isController(group)) expect(group.inputs.instanceRefresh).toBeUndefined();
      else
        expect(group.inputs.instanceRefresh).toMatchObject({
          preferences: { autoRollback: true, minHealthyPercentage: 100 },
        });
    }
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

  test('publish their metrics: the provider takes no list for none', () => {
    for (const { inputs } of groups) expect(inputs.enabledMetrics).toContain('GroupInServiceInstances');
  });
});

describe('machines', () => {
  test('use the literal image of the file, tokens only, one hop and no tags in metadata', () => {
    for (const { inputs } of of('LaunchTemplate')) {
      expect(inputs).toMatchObject({
        imageId: plan.cluster.imageId,
        metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1, instanceMetadataTags: 'disabled' },
      });
      expect(inputs).not.toHaveProperty('keyName');
    }
  });

  test('of controllers keep their volume when it leaves the program', () => {
    expect(of('Volume')).toHaveLength(plan.controllers.length);
    for (const { protect, retainOnDelete, inputs } of of('Volume')) {
      expect({ protect, retainOnDelete, encrypted: inputs.encrypted }).toEqual({
        protect: true,
        retainOnDelete: true,
        encrypted: true,
      });
    }
  });
});

test('season parameters are configuration, and refused where the plan does not allow them', async () => {
  const season = plan.seasons!.seasons[0]!;
  const args = { ...deployment, roles: { deployers }, asOf: AS_OF, seasonOverrides: { [`${season.id}Start`]: 'soon' } };
  await expect(recorded((options) => new AutoMqCluster('inventory', args, options))).rejects.toThrow(
    `${season.id}Start`,
  );
});
