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

/** Loads the library and the schemas, about a second; once for many comparisons. */
export async function differ(): Promise<Differ> {
  const [{ fullDiff }, { loadAwsServiceSpecSync }] = await Promise.all([
    import('@aws-cdk/cloudformation-diff'),
    import('@aws-cdk/aws-service-spec'),
  ]);
  const specs = loadAwsServiceSpecSync();
  return {
    changes: (before, after) => {
      const rows: ResourceChange[] = [];
      // The library follows references in place, so it gets copies.
      fullDiff(structuredClone(before), structuredClone(after)).resources.forEachDifference((id, change) => {
        rows.push({
          id,
          type: String(after.Resources?.[id]?.Type ?? before.Resources?.[id]?.Type),
          before: before.Resources?.[id],
          after: after.Resources?.[id],
          impact: String(change.changeImpact),
          properties: Object.entries(change.propertyUpdates).map(([name, update]) => ({
            name,
            impact: String(update.changeImpact),
          })),
        });
      });
      return rows;
    },
    isStateful: (type) => specs.lookup('resource', 'cloudFormationType', 'equals', type)[0]?.isStateful === true,
  };
}
