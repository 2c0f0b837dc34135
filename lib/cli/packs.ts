/** The four cdk-nag packs over synthesized templates, whoever wrote or changed them. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PackFinding, TemplateFile } from '../review';
import { Failure } from './failures';

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly {
      readonly ruleName: string;
      readonly description: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

/** @throws Failure where cdk-nag is not installed: an optional package, as it takes more time than the rest of the review */
export async function packFindings(files: readonly TemplateFile[]): Promise<readonly PackFinding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'automq-byoc-packs-'));
  try {
    const found: PackFinding[] = [];
    // One app each: the packs ignore the scope they are given.
    for (const [i, file] of files.entries()) found.push(...(await findingsIn(file, join(folder, String(i)))));
    return found;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function findingsIn({ stack, text }: TemplateFile, outdir: string): Promise<PackFinding[]> {
  const [{ App, BootstraplessSynthesizer, Stack, Validations }, { CfnInclude }, nag] = await engine();
  const templateFile = `${outdir}.json`;
  await writeFile(templateFile, text);
  const context = { '@aws-cdk/core:failSynthOnValidationErrors': false };
  const app = new App({ outdir, analyticsReporting: false, builtinCloudFormationValidation: false, context });
  new CfnInclude(new Stack(app, stack, { synthesizer: new BootstraplessSynthesizer() }), 'T', { templateFile });
  const packs = [nag.AwsSolutionsChecks, nag.HIPAASecurityChecks, nag.NIST80053R5Checks, nag.PCIDSS321Checks];
  Validations.of(app).addPlugins(...packs.map((Pack) => new Pack(app)));
  const report = await readFile(join(app.synth().directory, 'validation-report.json'), 'utf8');
  return (JSON.parse(report) as Report).pluginReports.flatMap(({ pluginName: pack, violations }) =>
    violations.flatMap(({ ruleName: rule, description, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => {
        return { pack, rule, what: description, resource: `${stack}/${constructPath.split('/').pop()}` };
      }),
    ),
  );
}

async function engine() {
  try {
    return await Promise.all([import('aws-cdk-lib'), import('aws-cdk-lib/cloudformation-include'), import('cdk-nag')]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new Failure('--packs: needs cdk-nag (npm install cdk-nag aws-cdk-lib constructs)');
  }
}
