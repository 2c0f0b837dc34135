/** The CloudFormation validator that ships inside aws-cdk-lib, run once over finished templates. */
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import type { Problem } from './problem';

/** As far as we use it; the package has no release of its own that holds these rules. */
interface ValidatorModule {
  readonly CompositeEngine: new (config: object) => {
    validateTemplate(template: object, options: object): { readonly diagnostics: readonly Diagnostic[] };
    free(): void;
  };
  readonly TemplateFile: new (path: string) => object;
}

interface Diagnostic {
  readonly ruleId: string;
  readonly severity: string;
  readonly message: string;
  readonly propertyPath?: string;
  readonly entity?: { readonly logicalId?: string };
}

/** Rules that say nothing about a template of this package, each with the reason it is left out. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  W9002:
    'asks for references instead of literal ARNs; a template is for one account and region, and literal ARNs can be read and signed',
};

/** Errors and warnings of every template. One engine for all: making it costs more than all templates together. */
export function validate(paths: readonly string[]): Problem[] {
  const { CompositeEngine, TemplateFile } = loadValidator();
  const engine = new CompositeEngine({});
  try {
    const options = { severityLevel: 'WARN', exclude: { ids: Object.keys(LEFT_OUT) } };
    return paths.flatMap((path) =>
      engine.validateTemplate(new TemplateFile(path), options).diagnostics.map((found) => problem(path, found)),
    );
  } finally {
    engine.free();
  }
}

function loadValidator(): ValidatorModule {
  const fromCdk = createRequire(require.resolve('aws-cdk-lib'));
  return fromCdk('@aws/cloudformation-validate') as ValidatorModule;
}

function problem(path: string, { ruleId, severity, message, propertyPath, entity }: Diagnostic): Problem {
  return {
    check: `cloudformation ${ruleId} ${severity}`,
    where: [basename(path, '.template.json'), entity?.logicalId].filter(Boolean).join('/'),
    what: propertyPath ? `${propertyPath}: ${message}` : message,
  };
}
