import type { EndpointRow, Plan } from '../../plan/types';
import { s3Arn } from '../arns';
import { allow, policy, type PolicyDocument, type Statement } from '../policy';
import { archiveArn, nodeBuckets, nodeObjects, objectActions } from './objects';

export const endpointPolicyWildcardReasons: Readonly<Record<string, string>> = {
  OwnObjects: 'Object names are made by AutoMQ at run time; the buckets belong to this cluster alone.',
  SystemPackages:
    "File names of Amazon Linux packages change with every release; the bucket is Amazon's, read-only and public.",
  OwnAccount:
    'Limits what passes the endpoint to these actions of this account; which resources, the role policies say.',
};

/** What may pass the way to S3: the cluster's buckets, the archive, and Amazon Linux packages where they are installed at boot. */
export function gatewayEndpointPolicy(plan: Plan): PolicyDocument {
  return policy(
    anyone(allow('OwnBuckets', ['s3:ListBucket'], nodeBuckets(plan), withinAccount(plan))),
    anyone(allow('OwnObjects', objectActions, nodeObjects(plan), withinAccount(plan))),
    archive(plan),
    systemPackages(plan),
  );
}

/** What may pass an interface endpoint. */
export function interfaceEndpointPolicy(plan: Plan, row: EndpointRow): PolicyDocument {
  return policy(anyone(allow('OwnAccount', row.actions, '*', callersOfAccount(plan))));
}

const anyone = (statement: Statement): Statement => ({ ...statement, Principal: '*' });

const callersOfAccount = ({ cluster }: Plan) => ({ StringEquals: { 'aws:PrincipalAccount': cluster.account } });

const withinAccount = ({ cluster }: Plan) => ({
  StringEquals: { 'aws:PrincipalAccount': cluster.account, 'aws:ResourceAccount': cluster.account },
});

function archive(plan: Plan): Statement | undefined {
  const arn = archiveArn(plan);
  return arn === undefined ? undefined : anyone(allow('ReleaseArchive', ['s3:GetObject'], arn, callersOfAccount(plan)));
}

/** `dnf` asks without a signature, so a condition on the caller would refuse it. */
function systemPackages(plan: Plan): Statement | undefined {
  if (plan.cluster.packages === 'baked') return undefined;
  const bucket = s3Arn(plan, `al2023-repos-${plan.cluster.region}-de612dc2`);
  const overTls = { Bool: { 'aws:SecureTransport': 'true' } };
  return anyone(allow('SystemPackages', ['s3:GetObject'], `${bucket}/*`, overTls));
}
