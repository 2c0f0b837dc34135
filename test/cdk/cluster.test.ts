import { Match } from 'aws-cdk-lib/assertions';
import { planOf } from '../synth/synthesize';
import { resourcesOf, stackOf, templateOf, type TemplateResource } from '../synth/templates';

const plan = planOf('inventory');
const cluster = stackOf('inventory', 'cluster');
const template = templateOf('inventory', 'cluster');
const groups = resourcesOf(cluster, 'AWS::AutoScaling::AutoScalingGroup');
const launchTemplates = resourcesOf(cluster, 'AWS::EC2::LaunchTemplate');

if (plan.brokers.kind !== 'elastic') throw new Error('inventory has elastic brokers');
const zones = plan.brokers.groups;
const { minSize, maxSize } = zones[0]!;

const property = <T>(resource: TemplateResource, name: string): T => resource.Properties?.[name] as T;
const nameOf = (group: TemplateResource): string => property<string>(group, 'AutoScalingGroupName');
const isController = (group: TemplateResource): boolean => nameOf(group).includes('-controller-');
const preferencesOf = (group: TemplateResource) =>
  group.UpdatePolicy?.AutoScalingInstanceRefresh?.Preferences as Record<string, unknown>;

describe('groups', () => {
  test('are one for each zone of brokers and one for each controller', () => {
    expect(groups.map(([, group]) => nameOf(group)).sort()).toEqual([
      'inventory-brokers-use1-az1',
      'inventory-brokers-use1-az2',
      'inventory-brokers-use1-az4',
      'inventory-controller-0',
      'inventory-controller-1',
      'inventory-controller-2',
    ]);
  });

  test('never say a desired capacity, so that no deploy resets a size', () => {
    for (const [, group] of groups) expect(group.Properties).not.toHaveProperty('DesiredCapacity');
  });

  test('write both percentages: brokers launch first, one at a time; controllers end first', () => {
    for (const [, group] of groups) {
      const wanted = isController(group) ? { min: 0, max: 100 } : { min: 100, max: 101 };
      expect(preferencesOf(group)).toMatchObject({
        MinHealthyPercentage: wanted.min,
        MaxHealthyPercentage: wanted.max,
      });
    }
  });

  test('keep an instance out of service until boot says so, and give a drain time', () => {
    for (const [, group] of groups) {
      expect(property(group, 'LifecycleHookSpecificationList')).toEqual([
        expect.objectContaining({
          LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
          DefaultResult: 'ABANDON',
          HeartbeatTimeout: 900,
        }),
        expect.objectContaining({
          LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
          DefaultResult: 'CONTINUE',
          HeartbeatTimeout: 90,
        }),
      ]);
    }
    expect(Object.values(cluster.json.Resources).map(({ Type }) => Type)).not.toContain(
      'AWS::AutoScaling::LifecycleHook',
    );
  });

  test('fail a first deploy within 20 minutes unless every machine signals', () => {
    for (const [, group] of groups) {
      const count = isController(group) ? 1 : minSize;
      expect(group.CreationPolicy).toEqual({ ResourceSignal: { Count: count, Timeout: 'PT20M' } });
    }
  });

  test('form one chain: controllers by id, then brokers by zone', () => {
    const byName = new Map(groups.map(([id, group]) => [nameOf(group), { id, needs: [group.DependsOn ?? []].flat() }]));
    const chain = [0, 1, 2]
      .map((id) => `inventory-controller-${id}`)
      .concat(plan.zones.map((zone) => `inventory-brokers-${zone.id}`));
    chain.slice(1).forEach((name, position) => {
      expect(byName.get(name)?.needs).toContain(byName.get(chain[position]!)?.id);
    });
  });

  test('wait with the first machine for records, rules between nodes and the log group', () => {
    const first = groups.find(([, group]) => nameOf(group) === 'inventory-controller-0')![1];
    const needed = ['AWS::Route53::RecordSetGroup', 'AWS::EC2::SecurityGroupIngress', 'AWS::Logs::LogGroup'].flatMap(
      (type) => resourcesOf(cluster, type).map(([id]) => id),
    );
    expect(first.DependsOn).toEqual(expect.arrayContaining(needed));
  });

  test('ignore sizes that the template does not change', () => {
    for (const [, group] of groups) {
      expect(group.UpdatePolicy?.AutoScalingScheduledAction).toEqual({ IgnoreUnmodifiedGroupSizeProperties: true });
    }
  });
});

describe('alarms', () => {
  test('that stop a refresh exist, and wait for no group', () => {
    const ids = resourcesOf(cluster, 'AWS::CloudWatch::Alarm').map(([id]) => id);
    const stopping = plan.alarms.filter((row) => row.stopsRefresh);
    expect(stopping.length).toBeGreaterThan(0);
    for (const [, group] of groups) {
      const { Alarms } = preferencesOf(group).AlarmSpecification as { Alarms: { Ref: string }[] };
      expect(Alarms).toHaveLength(stopping.length);
      for (const alarm of Alarms) expect(ids).toContain(alarm.Ref);
    }
    for (const [, alarm] of resourcesOf(cluster, 'AWS::CloudWatch::Alarm')) expect(alarm.DependsOn).toBeUndefined();
  });

  test('of Auto Scaling metrics find them: every group publishes its metrics', () => {
    for (const [, group] of groups) expect(property(group, 'MetricsCollection')).toEqual([{ Granularity: '1Minute' }]);
  });

  test('tell the topic, which is encrypted with the logs key', () => {
    template.resourceCountIs('AWS::SNS::Topic', 1);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [Match.anyValue()] });
    template.hasResourceProperties('AWS::SNS::Topic', {
      KmsMasterKeyId: { 'Fn::ImportValue': Match.stringLikeRegexp('LogsKey') },
    });
  });
});

describe('machines', () => {
  const dataOf = (resource: TemplateResource) => property<Record<string, unknown>>(resource, 'LaunchTemplateData');

  test('use the literal image of the file', () => {
    for (const [, resource] of launchTemplates) expect(dataOf(resource).ImageId).toBe(plan.cluster.imageId);
  });

  test('answer metadata requests with tokens only, one hop, and without tags', () => {
    for (const [, resource] of launchTemplates) {
      expect(dataOf(resource).MetadataOptions).toEqual({
        HttpEndpoint: 'enabled',
        HttpTokens: 'required',
        HttpPutResponseHopLimit: 1,
        InstanceMetadataTags: 'disabled',
      });
    }
  });

  test('have no public address and no key pair', () => {
    for (const [, resource] of launchTemplates) {
      expect(dataOf(resource)).not.toHaveProperty('KeyName');
      expect(JSON.stringify(dataOf(resource))).not.toContain('"AssociatePublicIpAddress":true');
    }
  });

  test('encrypt their root volume with the volumes key', () => {
    for (const [, resource] of launchTemplates) {
      expect(dataOf(resource).BlockDeviceMappings).toEqual([
        {
          DeviceName: '/dev/xvda',
          Ebs: expect.objectContaining({
            Encrypted: true,
            KmsKeyId: { 'Fn::ImportValue': expect.stringContaining('WalKey') },
          }),
        },
      ]);
    }
  });

  test('depend on no parameter: a change of size replaces nobody', () => {
    const forbidden = [...Object.keys(cluster.json.Parameters ?? {}), ...Object.keys(cluster.json.Conditions ?? {})];
    expect(forbidden).toContain('BrokersPerZone');
    for (const [, resource] of launchTemplates) {
      for (const id of forbidden) expect(JSON.stringify(resource)).not.toContain(`"${id}"`);
    }
  });
});

describe('controllers', () => {
  const role = { Key: 'automq:role', Value: 'controller' };

  test('hold a fixed interface that their launch template names', () => {
    template.resourceCountIs('AWS::EC2::NetworkInterface', plan.controllers.length);
    for (const { address } of plan.controllers) {
      template.hasResourceProperties('AWS::EC2::NetworkInterface', {
        PrivateIpAddress: address,
        Tags: Match.arrayWith([role]),
      });
    }
    template.hasResourceProperties('AWS::EC2::LaunchTemplate', {
      LaunchTemplateData: {
        NetworkInterfaces: [
          { DeviceIndex: 0, NetworkInterfaceId: { Ref: Match.stringLikeRegexp('Controller0Interface') } },
        ],
      },
    });
  });

  test('keep their metadata on encrypted volumes that outlive the stack', () => {
    template.resourceCountIs('AWS::EC2::Volume', plan.controllers.length);
    template.allResources('AWS::EC2::Volume', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: Match.objectLike({
        Encrypted: true,
        KmsKeyId: { 'Fn::ImportValue': Match.stringLikeRegexp('WalKey') },
        Tags: Match.arrayWith([role]),
      }),
    });
  });

  test('are snapshotted by the tag of their volumes, and nothing else is', () => {
    const { key, value } = plan.snapshots.tag;
    template.hasResourceProperties('AWS::DLM::LifecyclePolicy', {
      State: 'ENABLED',
      PolicyDetails: { TargetTags: [{ Key: key, Value: value }] },
    });
    const tagged = Object.values(cluster.json.Resources).filter((resource) =>
      JSON.stringify(resource.Properties?.Tags ?? []).includes(key),
    );
    expect(tagged.map(({ Type }) => Type)).toEqual(plan.controllers.map(() => 'AWS::EC2::Volume'));
  });
});

describe('ports', () => {
  const rules = ['SecurityGroup', 'SecurityGroupIngress', 'SecurityGroupEgress'].flatMap((type) =>
    resourcesOf(cluster, `AWS::EC2::${type}`).flatMap(([, { Properties = {} }]) => [
      ...((Properties.SecurityGroupIngress as object[] | undefined) ?? []),
      ...((Properties.SecurityGroupEgress as object[] | undefined) ?? []),
      ...(type === 'SecurityGroup' ? [] : [Properties]),
    ]),
  );

  test('are open to no whole internet, one port each, and described', () => {
    expect(rules.length).toBeGreaterThan(10);
    for (const rule of rules as Record<string, unknown>[]) {
      expect(JSON.stringify(rule)).not.toMatch(/0\.0\.0\.0\/0|::\/0/);
      expect(rule.FromPort).toBe(rule.ToPort);
      expect(rule.IpProtocol).toBe('tcp');
      expect(rule.Description).toEqual(expect.stringMatching(/\w+ \w+/));
    }
  });

  test('let controllers reach the internal listener of the brokers, for AutoBalancer', () => {
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      FromPort: 9094,
      SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('ControllerSecurityGroup'), 'GroupId'] },
      GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('BrokerSecurityGroup'), 'GroupId'] },
    });
  });
});

describe('capacity parameter', () => {
  test('says `file` by default, so that a later edit of the file applies', () => {
    expect(cluster.json.Parameters?.BrokersPerZone).toMatchObject({
      Type: 'String',
      Default: 'file',
      AllowedValues: ['file', ...Array.from({ length: maxSize }, (_, index) => String(index + 1))],
    });
  });

  test('moves the minimum of every zone, never the maximum', () => {
    for (const [, group] of groups.filter(([, candidate]) => !isController(candidate))) {
      expect(property(group, 'MinSize')).toEqual({
        'Fn::If': [expect.any(String), String(minSize), { Ref: 'BrokersPerZone' }],
      });
      expect(property(group, 'MaxSize')).toBe(String(maxSize));
    }
  });

  test('is shown in the outputs with who set it', () => {
    const shown = Object.values(cluster.json.Outputs ?? {}).map(({ Value }) => JSON.stringify(Value));
    expect(shown).toContainEqual(expect.stringContaining(`"${minSize}",{"Ref":"BrokersPerZone"}`));
    expect(shown).toContainEqual(expect.stringContaining('"file","parameter"'));
  });
});

describe('names', () => {
  test('at bootstrap list only the lowest slots of each zone: an address nobody holds drops packets', () => {
    zones.forEach((group, position) => {
      const lowest = group.slots.slice(0, minSize + 1).map(({ address }) => address);
      template.hasResourceProperties('AWS::Route53::RecordSetGroup', {
        RecordSets: Match.arrayWith([
          Match.objectLike({ Name: plan.zones[position]!.bootstrapHost, ResourceRecords: lowest }),
        ]),
      });
    });
  });

  test('of slots exist for every address that a machine may lease', () => {
    const records = resourcesOf(cluster, 'AWS::Route53::RecordSetGroup').flatMap(([, group]) =>
      property<{ Name: string; ResourceRecords: string[] }[]>(group, 'RecordSets'),
    );
    for (const { host, address } of zones.flatMap(({ slots }) => slots)) {
      expect(records).toContainEqual(expect.objectContaining({ Name: host, ResourceRecords: [address] }));
    }
  });
});
