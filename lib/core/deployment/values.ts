import { eachLeaf } from './draft';
import { mistake, pathText, type Mistake } from './mistakes';
import { isUnresolved, mayBeUnresolved } from './tokens';

/** Names under which people keep secrets; none of them is a name of the deployment file. */
const secretName =
  /^(.*passw(or)?d.*|passphrase|(aws_?)?secret_?(access_?)?key|(aws_?)?access_?key(_?id)?|private_?key|.*_?token|credentials?|jaas.*)$/i;
/** Forms of secrets: AWS access key ids, anything in PEM, secrets in the userinfo or query of a URI. */
const secretForm = /(\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN |:\/\/[^/\s:@]+:[^/\s@]+@|(access|secret)Key=)/;

/** Secrets and values not known yet: looked for before the form, because their own mistake replaces every other one. */
export function valueMistakes(input: unknown): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  eachLeaf(input, (steps, value) => {
    const path = pathText(steps);
    if (looksSecret(steps, value)) mistakes.push(secret(path));
    else if (isUnresolved(value) && !mayBeUnresolved(path)) mistakes.push(unresolved(path));
  });
  return mistakes;
}

/** `tls.issuer: secret` and `keys.secrets` are words of the file; a secret is a text under another name. */
function looksSecret(steps: readonly PropertyKey[], value: unknown): boolean {
  if (value === null || typeof value === 'boolean') return false;
  return steps.some((step) => secretName.test(String(step))) || secretForm.test(String(value));
}

/** Never repeats the value. */
const secret = (path: string): Mistake =>
  mistake(
    path,
    'looks like a secret, and a deployment file is no place for one',
    undefined,
    'the ARN of a secret in Secrets Manager, where there is a setting for it; passwords are generated',
  );

const unresolved = (path: string): Mistake =>
  mistake(path, 'is known only at deploy time, but it decides which resources exist', undefined, 'a literal value');
