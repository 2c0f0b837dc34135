/** The packet: everything a reviewer signs, as plain data made from templates alone. */
import { createHash } from 'node:crypto';
import { acknowledgements, type Acknowledged } from './acknowledgements';
import { Assembly } from './assembly';
import { reviewData, type DataReview } from './data';
import { reviewIdentity, type IdentityReview } from './identity';
import { reviewNetwork, type NetworkReview } from './network';
import { answerControls, type ControlAnswer } from './posture/controls';
import { reviewMachines, type MachineReview } from './machines';
import { packRows, type PackFinding, type PackRow } from './packs';
import { statementsOf } from './statements';
import { notJudged, notRead, type NotJudged, type NotRead } from './unjudged';
import type { TemplateFile } from './template';

export interface Packet {
  readonly format: 'automq-byoc review 1';
  readonly made: Made;
  readonly templates: readonly TemplateStamp[];
  readonly data: DataReview;
  readonly identity: IdentityReview;
  readonly network: NetworkReview;
  readonly machines: readonly MachineReview[];
  /** Resources of types that no section knows; absent in packets of earlier versions. */
  readonly notJudged?: readonly NotJudged[];
  readonly notRead?: readonly NotRead[];
  readonly posture: readonly ControlAnswer[];
  readonly acknowledgements: readonly Acknowledged[];
  /** Absent where the packs were not run. */
  readonly packs?: readonly PackRow[];
}

/** What made the templates and the packet. */
export interface Made {
  /** Deployment file or folder, as it was named. */
  readonly from: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Version of this package. */
  readonly version: string;
}

export interface TemplateStamp {
  readonly stack: string;
  readonly file: string;
  /** SHA-256 of the file's bytes. */
  readonly sha256: string;
  readonly resources: number;
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export function review(files: readonly TemplateFile[], made: Made, packs?: readonly PackFinding[]): Packet {
  const assembly = new Assembly(files);
  const statements = statementsOf(assembly);
  const unknown = notJudged(assembly);
  return {
    format: 'automq-byoc review 1',
    made,
    templates: assembly.stacks.map(({ stack, file, text, template }) => {
      return { stack, file, sha256: sha256(text), resources: Object.keys(template.Resources ?? {}).length };
    }),
    data: reviewData(assembly, statements),
    identity: reviewIdentity(assembly, statements),
    network: reviewNetwork(assembly, unknown.length),
    machines: reviewMachines(assembly),
    notJudged: unknown,
    notRead: notRead(assembly),
    posture: answerControls({ assembly, statements }),
    acknowledgements: acknowledgements(assembly, made.day),
    ...(packs && { packs: packRows(assembly, packs) }),
  };
}

/** Reasons for `review` to end with an error, one sentence each. */
export function failures(packet: Packet): readonly string[] {
  const unreasoned = (packet.packs ?? [])
    .filter(({ acknowledged }) => !acknowledged)
    .map(({ resource, pack, rule }) => `${resource}: ${pack} finds ${rule}, and no reason is given`);
  const expired = packet.acknowledgements
    .filter((row) => row.expired)
    .map(
      ({ ids, resource, reviewBy }) =>
        `${resource}: the reason for ${ids.join(', ')} was to be reviewed by ${reviewBy}`,
    );
  return [...expired, ...unreasoned];
}
