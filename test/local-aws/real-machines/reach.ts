/** How a client on this computer reaches a cluster whose machines really run: their network, names, authority and password. */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import type { Plan } from '../../../lib/core';
import type { Target } from '../../e2e/boot/world/target';
import { clientOf } from '../client';
import type { LocalAws } from '../local-aws';
import { secretName } from './givens';

export async function reach(local: LocalAws, plan: Plan): Promise<Target> {
  const records = plan.dns.recordSets.flatMap((set) => set.records);
  return {
    domain: plan.dns.domain,
    names: new Map(records.map(({ host, addresses }) => [host, addresses])),
    authorities: plan.tls.issuer === 'secret' ? await kept(local, plan) : await issued(local, plan),
    password: await field(local, plan, plan.secrets.admin.name, 'password'),
    inside: ['nsenter', '--target', String(networkOf(local.process.pid!)), '--net'],
  };
}

/** Process id, seen from here, of the one that runs the machines of an engine: what it calls its network is theirs. */
export function networkOf(engine: number): number {
  const own = readlinkSync('/proc/self/ns/net');
  let pids = [engine];
  while (pids.length > 0) {
    const inside = pids.find((pid) => readlinkSync(`/proc/${pid}/ns/net`) !== own);
    // The first is what made the namespaces; its child lives in all of them.
    if (inside !== undefined) return childrenOf(inside)[0]!;
    pids = pids.flatMap(childrenOf);
  }
  throw new Error(`no machines run beside the engine (process ${engine})`);
}

function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number) : [];
}

const kept = (local: LocalAws, plan: Plan): Promise<string> =>
  field(local, plan, secretName(plan.tls.issuer === 'secret' ? plan.tls.secretArn : ''), 'authorities');

async function field(local: LocalAws, plan: Plan, SecretId: string, name: string): Promise<string> {
  const secrets = clientOf(local, plan, SecretsManagerClient, 'secretsmanager');
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  return (JSON.parse(SecretString!) as Record<string, string>)[name]!;
}

interface Authorities {
  readonly CertificateAuthorities: readonly {
    readonly Arn: string;
    readonly CertificateAuthorityConfiguration: { readonly Subject: { readonly CommonName: string } };
  }[];
}

async function issued(local: LocalAws, plan: Plan): Promise<string> {
  const { CertificateAuthorities: found } = await privateCa<Authorities>(local, plan, 'ListCertificateAuthorities', {});
  const ours = found.find((one) => one.CertificateAuthorityConfiguration.Subject.CommonName === plan.dns.domain);
  const asked = { CertificateAuthorityArn: ours?.Arn };
  return (await privateCa<{ Certificate: string }>(local, plan, 'GetCertificateAuthorityCertificate', asked))
    .Certificate;
}

/** A few calls only, so without the service's SDK. */
export async function privateCa<T>(local: LocalAws, { cluster }: Plan, action: string, input: object): Promise<T> {
  const answer = await fetch(local.endpoint('acm-pca'), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `ACMPrivateCA.${action}`,
      authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${cluster.region}/acm-pca/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  });
  return (await answer.json()) as T;
}
