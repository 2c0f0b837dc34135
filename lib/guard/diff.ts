/** Two templates of one stack, compared by the CDK's own library, with what the provider schemas say of each type. */
import type { Resource, Template } from '../review';

/** One resource that is not the same in both. */
export interface ResourceChange {
  readonly id: string;
  readonly type: string;
  readonly before?: Resource;
  readonly after?: Resource;
  /** What CloudFormation will do, as the library says. */
  readonly impact: string;
  /** Properties that differ, with what the change of each does. */
  readonly properties: readonly { readonly name: string; readonly impact: string }[];
}

export interface Differ {
  readonly changes: (before: Template, after: Template) => readonly ResourceChange[];
  /** Whether the provider schema calls a type stateful. */
  readonly isStateful: (type: string) => boolean;
}

/** Loads the difference library, and the schemas only when a type is asked for: each takes about a second. */
export async function differ(): Promise<Differ> {
  const { fullDiff } = await import('@aws-cdk/cloudformation-diff');
  const { loadAwsServiceSpecSync } = await import('@aws-cdk/aws-service-spec');
  let specs: ReturnType<typeof loadAwsServiceSpecSync> | undefined;
  return {
    changes: (before, after) => compare(fullDiff, before, after),
    isStateful: (type) => {
      specs ??= loadAwsServiceSpecSync();
      return specs.lookup('resource', 'cloudFormationType', 'equals', type)[0]?.isStateful === true;
    },
  };
}

type FullDiff = (typeof import('@aws-cdk/cloudformation-diff'))['fullDiff'];

/** The library follows references in place, so it gets copies. */
function compare(fullDiff: FullDiff, before: Template, after: Template): readonly ResourceChange[] {
  const rows: ResourceChange[] = [];
  fullDiff(structuredClone(before), structuredClone(after)).resources.forEachDifference((id, change) => {
    const [old, now] = [before.Resources?.[id], after.Resources?.[id]];
    const properties = Object.entries(change.propertyUpdates).map(([name, { changeImpact }]) => {
      return { name, impact: String(changeImpact) };
    });
    rows.push({
      id,
      type: String(now?.Type ?? old?.Type),
      before: old,
      after: now,
      impact: String(change.changeImpact),
      properties,
    });
  });
  return rows;
}
