import * as pulumi from '@pulumi/pulumi';

/** Runs a program until each of its resources has a URN, and returns what each was made with, in their order. */
export async function settled(
  program: (options: pulumi.ComponentResourceOptions) => void,
): Promise<pulumi.ResourceTransformationArgs[]> {
  const seen: pulumi.ResourceTransformationArgs[] = [];
  const record: pulumi.ResourceTransformation = (args) => void seen.push(args);
  await withoutStackTraces(async () => {
    program({ transformations: [record] });
    await new Promise((done) => pulumi.all(seen.map(({ resource }) => resource.urn)).apply(done));
  });
  return seen;
}

/** Pulumi keeps the stack of every promise it makes, which is half of the time of a run. */
async function withoutStackTraces(run: () => Promise<void>): Promise<void> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  await run().finally(() => (Error.stackTraceLimit = stackTraceLimit));
}
