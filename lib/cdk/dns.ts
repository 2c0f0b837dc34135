import { CfnHostedZone, CfnRecordSetGroup } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { ids } from '../core/identities';
import type { Plan, RecordSetPlan } from '../core/plan/types';
import { describe } from './annotate';

export interface NodeNamesProps {
  readonly plan: Plan;
  readonly vpcId: string;
}

/** The names of slots, controllers and bootstrap addresses: in a new private zone, an existing one, or not at all. */
export class NodeNames extends Construct {
  readonly recordSets: readonly CfnRecordSetGroup[];
  /** Set when the zone is new. */
  readonly hostedZone?: CfnHostedZone;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NodeNamesProps,
  ) {
    super(scope, id);
    const { dns } = props.plan;
    this.hostedZone = dns.kind === 'new' ? this.createHostedZone() : undefined;
    this.recordSets = dns.kind === 'none' ? [] : dns.recordSets.map((set) => this.createRecordSet(set));
  }

  private createHostedZone(): CfnHostedZone {
    const { plan, vpcId } = this.props;
    const purpose = `Private names of the nodes of ${plan.cluster.prefix}.`;
    const zone = new CfnHostedZone(this, ids.hostedZone, {
      name: plan.dns.domain,
      hostedZoneConfig: { comment: purpose },
      vpcs: [{ vpcId, vpcRegion: plan.cluster.region }],
    });
    return describe(zone, purpose, 'dns', 'lib/cdk/dns.ts');
  }

  private createRecordSet(set: RecordSetPlan): CfnRecordSetGroup {
    const group = new CfnRecordSetGroup(this, ids.recordSet(set.id), {
      hostedZoneId: this.hostedZone?.attrId ?? this.props.plan.dns.hostedZoneId,
      recordSets: set.records.map(({ host, addresses, ttlSeconds }) => ({
        name: host,
        type: 'A',
        ttl: String(ttlSeconds),
        resourceRecords: [...addresses],
      })),
    });
    return describe(group, set.purpose, `dns.recordSets.${set.id}`, 'lib/cdk/dns.ts');
  }
}
