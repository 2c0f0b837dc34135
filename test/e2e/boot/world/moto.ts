/** moto (getmoto/moto on PyPI) as S3, Secrets Manager and CloudWatch, filled with what the plan says. */
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PinnedNode, Plan } from '../../../../lib/core/plan/types';
import { until } from './shell';

export const motoPort = 5001;
const endpoint = `http://127.0.0.1:${motoPort}`;

export async function startMoto(cache: string): Promise<ChildProcess> {
  const python = join(cache, 'venv/bin/python');
  const moto = spawn(python, [join(cache, 'venv/bin/moto_server'), '-H', '127.0.0.1', '-p', String(motoPort)], {
    stdio: 'ignore',
    env: { PATH: process.env.PATH, MOTO_S3_CUSTOM_ENDPOINTS: 'http://169.254.170.1' },
  });
  await until('moto', 60, () =>
    fetch(`${endpoint}/moto-api/`).then(
      (answer) => answer.ok,
      () => false,
    ),
  );
  return moto;
}

export const s3 = (): S3Client =>
  new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'owner', secretAccessKey: 'played' },
  });

export async function fillBuckets(plan: Plan, archive: string): Promise<void> {
  const client = s3();
  const { archive: wanted } = plan.cluster;
  const own = [plan.buckets.data.name, plan.buckets.ops.name];
  for (const name of wanted === 'baked' ? own : [...own, wanted.bucket])
    await client.send(new CreateBucketCommand({ Bucket: name }));
  if (wanted !== 'baked') await putArchive(plan, readFileSync(archive));
}

export async function putArchive({ cluster }: Plan, content: Buffer | string): Promise<void> {
  if (cluster.archive === 'baked') throw new Error('the archive is not baked here');
  const { bucket: Bucket, key: Key } = cluster.archive;
  await s3().send(new PutObjectCommand({ Bucket, Key, Body: content }));
}

/** What says that a controller was formed is taken away by its operator. */
export async function takeMarkerAway({ buckets }: Plan, { nodeId }: PinnedNode): Promise<void> {
  const Bucket = buckets.ops.name;
  const { Contents = [] } = await s3().send(new ListObjectsV2Command({ Bucket, Prefix: 'cluster/' }));
  const [marker] = Contents.filter(({ Key = '' }) => Key.endsWith(`/controller-${nodeId}/formed`));
  await s3().send(new DeleteObjectCommand({ Bucket, Key: marker!.Key }));
}

/** A call as the owner of the account, straight to moto: not one of the recorded ones. */
export async function secretsManager(action: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `secretsmanager.${action}`,
      authorization:
        'AWS4-HMAC-SHA256 Credential=owner/20260101/us-east-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
  });
  return (await answer.json()) as Record<string, unknown>;
}
