/** AWS Private CA, issuing only: short-lived certificates for the names of the request, signed by openssl. */
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sh } from './shell';

export interface Authority {
  readonly certificate: string;
  /** Gives the ARN of the certificate, as `IssueCertificate` does. */
  issue(csr: string, days: number): string;
  get(arn: string): string | undefined;
}

export function makeAuthority(folder: string, arn: string, commonName = 'inventory'): Authority {
  const at = (name: string): string => join(folder, `${commonName}-${name}`);
  sh(
    `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=${commonName} -keyout ${at('ca.key')} -out ${at('ca.pem')}`,
  );
  const issued = new Map<string, string>();
  return {
    certificate: readFileSync(at('ca.pem'), 'utf8'),
    issue: (csr, days) => {
      writeFileSync(at('csr'), csr);
      const text = sh(
        `openssl x509 -req -in ${at('csr')} -CA ${at('ca.pem')} -CAkey ${at('ca.key')} -days ${days} -copy_extensions copy -CAcreateserial`,
      );
      const id = `${arn}/certificate/${randomUUID().replaceAll('-', '')}`;
      issued.set(id, text);
      return id;
    },
    get: (id) => issued.get(id),
  };
}
