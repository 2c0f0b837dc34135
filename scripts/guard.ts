/**
 * tsx scripts/guard.ts FOLDER…: rules of our own for the controls of README's security section, in the language of CloudFormation
 * Guard (scripts/guard). The evaluator of `cfn-guard` comes with aws-cdk-lib, so this needs no Rust; where the command is
 * installed, it judges as well.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

const RULES = join(__dirname, 'guard');

interface GuardModule {
  readonly CompositeEngine: new (config: { readonly guardRules: readonly object[] }) => {
    validateTemplate(template: object, options: object): { readonly diagnostics: readonly Diagnostic[] };
    free(): void;
  };
  readonly TemplateContent: new (text: string, name: string) => object;
}

interface Diagnostic {
  readonly ruleId: string;
  readonly message: string;
  readonly entity?: { readonly logicalId?: string };
}

export interface Finding {
  readonly rule: string;
  readonly template: string;
  readonly what: string;
}

export interface Text {
  readonly name: string;
  readonly text: string;
}

export const ruleFiles = (): readonly Text[] =>
  readdirSync(RULES)
    .sort()
    .map((name) => ({ name, text: readFileSync(join(RULES, name), 'utf8') }));

/** What the rules say of these templates. */
export function guardFindings(templates: readonly Text[]): readonly Finding[] {
  const { CompositeEngine, TemplateContent } = load();
  const engine = new CompositeEngine({ guardRules: ruleFiles().map(({ name, text }) => ({ name, content: text })) });
  try {
    return templates.flatMap(({ name, text }) =>
      engine
        .validateTemplate(new TemplateContent(text, name), { disableBuiltinRules: true })
        .diagnostics.map(({ ruleId, message, entity }) => ({
          rule: ruleId,
          template: name,
          what: [entity?.logicalId, message].filter(Boolean).join(': '),
        })),
    );
  } finally {
    engine.free();
  }
}

const load = (): GuardModule =>
  createRequire(require.resolve('aws-cdk-lib'))('@aws/cloudformation-validate') as GuardModule;

/** `cfn-guard` itself, where somebody has installed it (crates.io); true where it agrees or is not there. */
function agrees(folders: readonly string[]): boolean {
  if (spawnSync('cfn-guard', ['--version']).status !== 0) return true;
  console.log(execFileSync('cfn-guard', ['--version'], { encoding: 'utf8' }).trim());
  const { status, stdout } = spawnSync('cfn-guard', ['validate', '--show-summary', 'fail', '--rules', RULES, ...folders.flatMap((folder) => ['--data', folder])], { encoding: 'utf8' }); // prettier-ignore
  if (status !== 0) console.log(stdout);
  return status === 0;
}

function main(folders: readonly string[]): void {
  const templates = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.template.json'))
      .map((file) => ({ name: `${basename(folder)}/${file}`, text: readFileSync(join(folder, file), 'utf8') })),
  );
  const findings = guardFindings(templates);
  console.log(
    `guard: ${ruleFiles().length} files of rules on ${templates.length} templates, ${findings.length} findings`,
  );
  findings.forEach(({ rule, template, what }) => console.log(`  ${template}: ${rule}: ${what}`));
  if (findings.length > 0 || !agrees(folders)) process.exitCode = 1;
}

if (require.main === module) main(process.argv.slice(2));
