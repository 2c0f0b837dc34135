/** The plan as a person wants to see it: what will stand where, what it carries, what it costs, what to know. */
import { type Section, bullets, inside, sections } from '../sections';
import { type Look, facts } from '../table';
import { acknowledgement, capacity, costs } from './capacity';
import { clientSettings, listeners, machines, nodes, ports, zones } from './nodes';
import { freezes, seasons } from './seasons';
import { origins, templates } from './templates';
import type { PlanView } from './view';

export function planText(view: PlanView, look: Look): string {
  const { plan } = view;
  const inner = inside(look);
  const blocks: Section[] = [
    { title: `${plan.cluster.name}: the plan of ${view.file} as of ${plan.asOf}`, body: summary(view, inner) },
    { title: 'Zones', body: zones(plan, inner) },
    { title: 'Nodes', body: nodes(plan, inner) },
    { title: 'Machines', body: machines(plan, inner) },
    { title: 'Listeners', body: listeners(plan, inner) },
    { title: 'Ports', body: ports(plan, inner) },
    { title: 'Client settings', body: clientSettings(plan, inner) },
    { title: 'Capacity', body: capacity(plan, inner) },
    { title: 'Seasons', body: seasons(plan, inner) },
    { title: 'Freezes', body: freezes(plan, inner) },
    { title: 'Acknowledgement of a record', body: acknowledgement(plan, inner) },
    { title: 'Fixed cost before any byte', body: costs(plan.costs, inner) },
    { title: 'Cost of the workload, on top', body: costs(plan.workloadCosts, inner) },
    { title: 'Templates', body: templates(view.templates, inner) },
    { title: 'Where the values come from', body: origins(view, inner) },
    { title: look.paint.alert('Warnings'), body: bullets(plan.warnings, inner) },
  ];
  return `${sections(blocks, look)}\n`;
}

function summary({ plan }: PlanView, look: Look): string {
  const { cluster, network } = plan;
  return facts(
    [
      ['AutoMQ', `${cluster.release}, ${cluster.edition}`],
      ['account, region', `${cluster.account}, ${cluster.region}`],
      ['cluster id', cluster.id],
      ['image', `${cluster.imageId}, ${cluster.architecture}`],
      ['network', network.existingVpcId ?? `new VPC ${network.newVpcCidr ?? ''}`],
      ['names', `${plan.dns.domain}, ${zoneOfNames[plan.dns.kind]}${plan.dns.hostedZoneId ?? ''}`],
      ['write-ahead log', plan.wal.type === 's3' ? `S3, uploaded every ${plan.wal.batchIntervalMs} ms` : ebs(plan.wal)],
      ['zone router', plan.zoneRouter ? 'on' : 'off'],
      ['certificates', plan.tls.issuer === 'private-ca' ? privateCa(plan.tls) : `secret ${plan.tls.secretArn}`],
    ],
    look,
  );
}

const zoneOfNames = {
  new: 'in a new private hosted zone',
  existing: 'in hosted zone ',
  none: 'records made by others (plan --request prints them)',
} as const;

const ebs = (wal: { readonly sizeGiB: number; readonly iops: number; readonly throughputMiBps: number }): string =>
  `one volume for each broker: ${wal.sizeGiB} GiB, ${wal.iops} IOPS, ${wal.throughputMiBps} MiB/s`;

const privateCa = (tls: { readonly existingAuthorityArn?: string; readonly validityDays: number }): string =>
  `${tls.existingAuthorityArn ?? 'a new private authority'}, valid ${tls.validityDays} days`;
