/** `tls.issuer: secret`: a secret of the customer with one key and certificate for all names of the cluster, and whom to trust. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../../../lib/core/plan/types';
import type { Authority } from './authority';
import { secretsManager } from './moto';
import { sh } from './shell';

/** Makes the secret, or its next version: a certificate of this authority, which is trusted, and others as well. */
export async function putCertificate(
  { dns, tls }: Plan,
  folder: string,
  authority: Authority,
  trusted: readonly Authority[] = [authority],
): Promise<void> {
  if (tls.issuer !== 'secret') throw new Error('this plan has no secret for it');
  const [key, csr] = [join(folder, 'customer.key'), join(folder, 'customer.csr')];
  sh(
    `openssl req -new -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout ${key} -out ${csr} -subj /CN=customer -addext subjectAltName=DNS:*.${dns.domain}`,
  );
  const SecretString = JSON.stringify({
    privateKey: readFileSync(key, 'utf8'),
    certificateChain: authority.get(authority.issue(readFileSync(csr, 'utf8'), 30)),
    authorities: trusted.map(({ certificate }) => certificate).join(''),
  });
  // moto finds a secret by the end of its ARN.
  const Name = tls.secretArn.split(':').at(-1);
  const made = await secretsManager('CreateSecret', { Name, SecretString, ClientRequestToken: randomUUID() });
  if (made.ARN !== undefined) return;
  await secretsManager('PutSecretValue', { SecretId: Name, SecretString, ClientRequestToken: randomUUID() });
}
