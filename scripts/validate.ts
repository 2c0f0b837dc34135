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
  readonly TemplateContent: new (text: string, name: string) => object;
}

interface Diagnostic {
  readonly ruleId: string;
  readonly severity: string;
  readonly message: string;
  readonly propertyPath?: string;
  readonly entity?: { readonly logicalId?: string };
}

interface Expected {
  readonly ruleId: string;
  readonly message: RegExp;
  readonly why: string;
}

const READABLE = 'a template is made for one account and region; literal ARNs can be read and signed';

/** Findings that are right about the text and wrong about the template, as narrow as each allows. */
const EXPECTED: readonly Expected[] = [
  { ruleId: 'W9002', message: /has a hardcoded ARN/, why: READABLE },
  { ruleId: 'W9013', message: /^Hardcoded account ID in ARN/, why: READABLE },
  {
    ruleId: 'W1030',
    message: /AllowedValues entry 'file' does not match pattern .* for property 'MinSize' .*Fn::If\/2/,
    why: "that branch is taken only where the parameter is not 'file'",
  },
  {
    ruleId: 'W9003',
    message: /\(from Fn::If on condition '\w+FromFile\w*'\) .* automatically coerced \(string to number\)/,
    why: 'the other branch is a parameter, and both branches stay text as every parameter is',
  },
  {
    ruleId: 'W9052',
    message: /^Deterministic validation budgets were exhausted/,
    why: 'the keeper is given every season parameter, and their allowed values are more combinations than it tries; with patterns in the place of the sizes it finds nothing, but a list to choose from reads better in the console',
  },
];

const expected = ({ ruleId, message }: Diagnostic) =>
  EXPECTED.some((row) => row.ruleId === ruleId && row.message.test(message));

/** A validator that finds nothing here would find nothing anywhere. */
const WRONG_ON_PURPOSE = JSON.stringify({
  Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { Colour: 1 } } },
});

/** Errors and warnings of every template. One engine for all: making it costs more than all templates together. */
export function validate(paths: readonly string[]): Problem[] {
  const { CompositeEngine, TemplateFile, TemplateContent } = loadValidator();
  const engine = new CompositeEngine({});
  const diagnose = (template: object) => engine.validateTemplate(template, { severityLevel: 'WARN' }).diagnostics;
  try {
    if (diagnose(new TemplateContent(WRONG_ON_PURPOSE, 'wrong-on-purpose')).length === 0) return [BLIND];
    const unexpected = (path: string) => diagnose(new TemplateFile(path)).filter((found) => !expected(found));
    return paths.flatMap((path) => unexpected(path).map((found) => problem(path, found)));
  } finally {
    engine.free();
  }
}

const BLIND: Problem = {
  check: 'cloudformation',
  where: 'scripts/validate.ts',
  what: 'the validator finds nothing in a template that is wrong on purpose',
};

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
