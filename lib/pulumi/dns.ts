import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import * as route53 from '@pulumi/aws/route53';
import { ids } from '../core/identities';
import type { Plan, RecordRow } from '../core/plan/types';

export interface NodeNamesArgs {
  readonly plan: Plan;
  readonly vpcId: Input<string>;
}

/** The names of slots, controllers and bootstrap addresses: in a new private zone, an existing one, or not at all. */
export class NodeNames extends ComponentResource {
  readonly records: readonly route53.Record[];
  /** Set when the zone is new. */
  readonly hostedZone?: route53.Zone;

  constructor(
    private readonly name: string,
    private readonly args: NodeNamesArgs,
    options?: ComponentResourceOptions,
  ) {
    super('automq-byoc:index:NodeNames', name, {}, options);
    const { dns } = args.plan;
    this.hostedZone = dns.kind === 'new' ? this.createHostedZone() : undefined;
    const rows = dns.kind === 'none' ? [] : dns.recordSets.flatMap(({ records }) => records);
    this.records = rows.map((row) => this.createRecord(row));
    this.registerOutputs({ hostedZoneId: this.hostedZone?.zoneId });
  }

  private createHostedZone(): route53.Zone {
    const { plan, vpcId } = this.args;
    const settings = {
      name: plan.dns.domain,
      comment: `Private names of the nodes of ${plan.cluster.prefix}.`,
      vpcs: [{ vpcId, vpcRegion: plan.cluster.region }],
      tags: plan.tags,
    };
    return new route53.Zone(`${this.name}-${ids.hostedZone}`, settings, { parent: this });
  }

  /** Named by the first part of the host, which says which node it is. */
  private createRecord({ host, addresses, ttlSeconds }: RecordRow): route53.Record {
    const settings = {
      zoneId: this.hostedZone?.zoneId ?? this.args.plan.dns.hostedZoneId!,
      name: host,
      type: 'A',
      ttl: ttlSeconds,
      records: [...addresses],
    };
    return new route53.Record(`${this.name}-${ids.recordSet(host.split('.')[0]!)}`, settings, { parent: this });
  }
}
