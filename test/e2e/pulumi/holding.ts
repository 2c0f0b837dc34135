/** What a cluster holds, and must still hold after it has moved to another engine. */
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { Plan } from '../../../lib/core';
import { tagsOf, type Account } from '../deploy/account';

export interface Holding {
  readonly keys: readonly string[];
  readonly secrets: readonly (string | undefined)[];
  readonly volumes: readonly (string | undefined)[];
  readonly object: string;
}

/** Stands for the data. */
export const OBJECT = { Key: 'stream', Body: 'acknowledged' } as const;

export async function holding(account: Account, plan: Plan): Promise<Holding> {
  const keys = await Promise.all(Object.values(plan.keys).map(({ alias }) => account.key(alias)));
  const object = await account.s3.send(new GetObjectCommand({ Bucket: plan.buckets.data.name, Key: OBJECT.Key }));
  const isOfNode = (tags: Readonly<Record<string, string>>): boolean =>
    plan.controllers.some(({ volume }) => Object.entries(volume.tags).every(([name, value]) => tags[name] === value));
  return {
    keys: keys.map(({ arn }) => arn),
    secrets: (await account.secrets()).map(({ ARN }) => ARN).sort(),
    // Not the root volumes: those have no name.
    volumes: (await account.volumes())
      .filter(({ Tags }) => isOfNode(tagsOf(Tags)))
      .map(({ VolumeId }) => VolumeId)
      .sort(),
    object: await object.Body!.transformToString(),
  };
}
