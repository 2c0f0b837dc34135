/** What every resource carries besides its properties: a purpose, retention, tags, and reasons for policy findings. */
import { CfnDeletionPolicy, Tags, Validations, type CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Plan } from '../core/plan/types';

/** Metadata keys of a resource; `automq-byoc explain` and the policy check read them. */
export const PURPOSE = 'automq:purpose';
export const PLAN_ROW = 'automq:plan';
export const SOURCE_FILE = 'automq:file';
export const FINDINGS = 'automq:findings';

/** Properties that hold a resource's description, where its type has one. */
const DESCRIPTIONS = ['description', 'alarmDescription'] as const;

/**
 * Says beside the resource what it is for, which plan row made it, and in which file.
 * Fills the type's own description unless the resource has set one.
 */
export function describe<R extends CfnResource>(resource: R, purpose: string, planRow: string, file: string): R {
  resource.addMetadata(PURPOSE, purpose);
  resource.addMetadata(PLAN_ROW, planRow);
  resource.addMetadata(SOURCE_FILE, file);
  const described = resource as CfnResource & Partial<Record<(typeof DESCRIPTIONS)[number], string>>;
  for (const property of DESCRIPTIONS) {
    if (property in described) described[property] ??= purpose;
  }
  return resource;
}

/** Tags for properties that take them as a list, which `Tags.of` does not reach. */
export const tagList = (tags: Plan['tags']) => Object.entries(tags).map(([key, value]) => ({ key, value }));

/** Who answers for an acknowledged finding, and until when the reason stands. */
export const MAINTAINERS = 'automq-byoc maintainers';
export const NEXT_REVIEW = '2027-11-22';

/** A policy finding that stands, with a reason a reviewer accepts. */
export interface Acknowledgement {
  /** Full id of the finding, `AwsSolutions-S1` or `AwsSolutions-IAM5[Resource::*]`; one per pack that reports it. */
  readonly id: string | readonly string[];
  readonly reason: string;
  /** @default - the maintainers of this package */
  readonly owner?: string;
  /**
   * Day after which the policy check refuses the reason, `YYYY-MM-DD`.
   * @default 2027-11-22
   */
  readonly reviewBy?: string;
}

/** Ids of one rule in several packs: `inPacks('S3BucketReplicationEnabled', 'HIPAA.Security', 'PCI.DSS.321')`. */
export function inPacks(rule: string, ...packs: readonly string[]): readonly string[] {
  return packs.map((pack) => `${pack}-${rule}`);
}

/** The packs that share rule names. */
export const CONFORMANCE_PACKS = ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'] as const;

/**
 * Records the findings that stand on one resource, for the packs' report and for readers of the template. Always on the
 * resource itself, never on a parent of several.
 */
export function acknowledge(resource: CfnResource, rows: readonly Acknowledgement[]): void {
  const findings = rows.map(({ id, reason, owner = MAINTAINERS, reviewBy = NEXT_REVIEW }) => {
    return { ids: [id].flat(), reason: `${reason} Owner: ${owner}. Review by ${reviewBy}.` };
  });
  if (findings.length > 0) resource.addMetadata(FINDINGS, findings);
  for (const { ids, reason } of findings) {
    for (const id of ids) Validations.of(resource).acknowledge({ id: `${packOf(id)}::${id}`, reason });
  }
}

/** The prefix with the pack's name keeps the reason in the report; a bare id would make the finding vanish from it. */
const packOf = (id: string): string => id.slice(0, id.indexOf('-'));

/** Outlives its stack, but not a first deploy that failed: an orphan would block the next one. */
export function retained<R extends CfnResource>(resource: R, plan: Pick<Plan, 'destroyData'>): R {
  const { cfnOptions } = resource;
  cfnOptions.deletionPolicy = plan.destroyData ? CfnDeletionPolicy.DELETE : CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
  cfnOptions.updateReplacePolicy = plan.destroyData ? CfnDeletionPolicy.DELETE : CfnDeletionPolicy.RETAIN;
  return resource;
}

/** The deployment's tags on everything below. */
export function applyTags(scope: IConstruct, plan: Pick<Plan, 'tags'>): void {
  for (const [key, value] of Object.entries(plan.tags)) Tags.of(scope).add(key, value);
}
