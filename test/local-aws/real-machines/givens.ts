/** What machines need of the account that the deployment takes as given: the release under its checksum, the certificate's secret. */
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '../../../lib/core';
import { clientOf } from '../client';
import type { Ids } from '../givens';
import type { LocalAws } from '../local-aws';
import type { Archive } from './archive';

/** Gives what the file says to what is there, for `withIds`: checksum and ARN are known only now. */
export async function provideForMachines(local: LocalAws, plan: Plan, archive: Archive): Promise<Ids> {
  const { archive: named } = plan.cluster;
  if (named === 'baked') throw new Error('real machines need an archive: their image holds none');
  const s3 = clientOf(local, plan, S3Client, 's3');
  await s3.send(new CreateBucketCommand({ Bucket: named.bucket }));
  await putArchive(local, plan, archive);
  const certificate = plan.tls.issuer === 'secret' ? await provideCertificate(local, plan, plan.tls.secretArn) : [];
  return new Map([[named.sha256, archive.sha256], ...certificate]);
}

/** In the place that the plan names, under the key that it names. */
export async function putArchive(local: LocalAws, plan: Plan, { content }: Pick<Archive, 'content'>): Promise<void> {
  const { archive: named } = plan.cluster;
  if (named === 'baked') return;
  const s3 = clientOf(local, plan, S3Client, 's3');
  await s3.send(new PutObjectCommand({ Bucket: named.bucket, Key: named.key, Body: content }));
}

/** Secrets Manager ends each ARN with a dash and six characters of its own, which nobody can ask for. */
export const secretName = (arn: string): string =>
  arn
    .split(':')
    .pop()!
    .replace(/-\w{6}$/, '');

async function provideCertificate(local: LocalAws, plan: Plan, arn: string): Promise<[string, string][]> {
  const secrets = clientOf(local, plan, SecretsManagerClient, 'secretsmanager');
  const made = await secrets.send(
    new CreateSecretCommand({ Name: secretName(arn), SecretString: JSON.stringify(selfMade(plan.dns.domain)) }),
  );
  return [[arn, made.ARN!]];
}

/** A key and a certificate for every host of the domain, from an authority that exists only for it. */
function selfMade(domain: string): Record<'privateKey' | 'certificateChain' | 'authorities', string> {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  const at = (name: string): string => join(folder, name);
  const openssl = (line: string): unknown => execFileSync('openssl', line.split(' '), { stdio: 'ignore' });
  const key = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30';
  openssl(`req -x509 ${key} -subj /CN=${domain} -keyout ${at('ca.key')} -out ${at('ca.pem')}`);
  writeFileSync(at('names'), `subjectAltName=DNS:*.${domain}`);
  openssl(`req ${key} -subj /CN=nodes -keyout ${at('node.key')} -out ${at('csr')}`);
  openssl(
    `x509 -req -in ${at('csr')} -CA ${at('ca.pem')} -CAkey ${at('ca.key')} -days 30 -CAcreateserial -extfile ${at('names')} -out ${at('node.pem')}`,
  );
  const read = (name: string): string => readFileSync(at(name), 'utf8');
  const made = { privateKey: read('node.key'), certificateChain: read('node.pem'), authorities: read('ca.pem') };
  rmSync(folder, { recursive: true });
  return made;
}
