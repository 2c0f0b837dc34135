import type { Plan } from '../../plan/types';
import { regionalArn, serviceHost } from '../arns';
import { allow, type Statement } from '../policy';

export const certificateWildcardReasons: Readonly<Record<string, string>> = {
  IssueOwnCertificate:
    'The id of a new authority is made at deploy time; only one with the tag of this cluster matches.',
  FetchOwnCertificate:
    'The id of a new authority is made at deploy time; only one with the tag of this cluster matches.',
};

/** What a node needs to get its certificate, from whichever issuer. */
export function certificateStatements(plan: Plan): readonly Statement[] {
  return plan.tls.issuer === 'private-ca'
    ? fromAuthority(plan, plan.tls.existingAuthorityArn)
    : fromSecret(plan, plan.tls);
}

/** End-entity certificates only: a node must not be able to make an authority. */
function fromAuthority(plan: Plan, givenArn: string | undefined): readonly Statement[] {
  const authority = givenArn ?? regionalArn(plan, 'acm-pca', 'certificate-authority/*');
  /** A given authority carries its owner's tags, but its ARN is exact. */
  const tagged = givenArn === undefined && { 'aws:ResourceTag/automq:cluster': plan.cluster.prefix };
  const template = `arn:${plan.cluster.partition}:acm-pca:::template/EndEntityCertificate/V1`;
  return [
    allow('IssueOwnCertificate', ['acm-pca:IssueCertificate'], authority, {
      StringEquals: { ...tagged, 'acm-pca:TemplateArn': template },
    }),
    allow('FetchOwnCertificate', ['acm-pca:GetCertificate'], authority, tagged ? { StringEquals: tagged } : undefined),
  ];
}

function fromSecret(
  plan: Plan,
  { secretArn, secretKeyArn }: { secretArn: string; secretKeyArn?: string },
): readonly Statement[] {
  const read = allow('ReadCertificate', ['secretsmanager:GetSecretValue'], secretArn);
  if (secretKeyArn === undefined) return [read];
  const viaSecrets = { StringEquals: { 'kms:ViaService': serviceHost(plan, 'secretsmanager') } };
  return [read, allow('DecryptCertificate', ['kms:Decrypt'], secretKeyArn, viaSecrets)];
}
