import type { Plan } from '../../core/plan/types';
import { keptResources, type Kept } from './kept';
import type { Made } from './made';

export interface Found extends Kept {
  readonly physicalId: string;
}

export interface Match {
  readonly found: readonly Found[];
  /** Ids of what nobody has made, and no list can take over. */
  readonly missing: readonly string[];
}

/** The id of each kept resource: from the plan where it decides names, otherwise from what was made. */
export function match(plan: Plan, made: readonly Made[]): Match {
  const rows = keptResources(plan).map((kept) => ({ ...kept, physicalId: kept.physicalId ?? idOf(kept, made) }));
  return {
    found: rows.filter((row): row is Found => row.physicalId !== undefined),
    missing: rows.filter(({ physicalId }) => physicalId === undefined).map(({ id }) => id),
  };
}

const idOf = ({ id, type }: Kept, made: readonly Made[]): string | undefined =>
  made.find((resource) => resource.type === type && resource.name.endsWith(id))?.physicalId;

/** What the deployment file must name, because it is used by id and not imported. */
export function fileSettings(plan: Plan, made: readonly Made[]): readonly string[] {
  const nodes = [...plan.controllers, ...(plan.brokers.kind === 'pinned' ? plan.brokers.nodes : [])];
  const idOfVolume = (name: string) =>
    made.find((resource) => resource.type === 'AWS::EC2::Volume' && resource.name.endsWith(name))?.physicalId;
  const volumes = nodes.flatMap(({ kind, nodeId }) => {
    const id = idOfVolume(`${kind === 'controller' ? 'Controller' : 'Broker'}${nodeId}Volume`);
    return id === undefined ? [] : [`  '${nodeId}': ${id}`];
  });
  const authority = made.find(({ type }) => type === 'AWS::ACMPCA::CertificateAuthority')?.physicalId;
  return [
    ...(volumes.length > 0 ? ['adoptVolumes:', ...volumes] : []),
    ...(authority === undefined ? [] : ['tls:', `  authorityArn: ${authority}`]),
  ];
}
