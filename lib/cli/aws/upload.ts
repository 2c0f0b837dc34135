/** Puts a file into a bucket once, and looks at what the bucket then holds. */
import type { HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { Failure } from '../failures';
import type { Digest } from './digest';

/** Largest object of a single PUT, and so the largest whose SHA-256 S3 checks as a whole: 5 GiB (S3 user guide). */
export const largestPut = 5 * 2 ** 30;

export interface Target {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
}

export type Upload = 'uploaded' | 'already there';

/**
 * Uploads unless the key is taken: machines already launched check the archive against the checksum in their boot data, so
 * an object is never overwritten. S3 itself refuses a body whose SHA-256 differs from the one announced.
 */
export async function uploadOnce(
  path: string,
  { bytes, base64 }: Digest,
  target: Target,
  sent: (done: number, all: number) => void,
): Promise<Upload> {
  const { PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  // A stream can be read once only, so a failed attempt is the user's to repeat.
  const client = new S3Client({ region: target.region, maxAttempts: 1, logger: silent });
  const Body = Readable.from(
    counted(path, (done) => sent(done, bytes)),
    { objectMode: false },
  );
  const put = new PutObjectCommand({
    ...place(target),
    Body,
    ContentLength: bytes,
    ChecksumSHA256: base64,
    IfNoneMatch: '*',
  });
  try {
    const taken = await client.send(put).then(
      () => false,
      (error: unknown) => isTaken(error) || refuse(error, `upload to ${url(target)}`),
    );
    await check(client, target, { bytes, base64 });
    return taken ? 'already there' : 'uploaded';
  } finally {
    Body.destroy();
    client.destroy();
  }
}

const ignore = (): void => undefined;
/** The client warns on the console about every failed stream; the user hears of it from `refuse`. */
const silent = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };

async function* counted(path: string, sent: (done: number) => void): AsyncIterable<Buffer> {
  let done = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    yield piece;
    sent((done += piece.length));
  }
}

async function check(client: S3Client, target: Target, expected: Pick<Digest, 'bytes' | 'base64'>): Promise<void> {
  const { HeadObjectCommand } = await import('@aws-sdk/client-s3');
  const head = new HeadObjectCommand({ ...place(target), ChecksumMode: 'ENABLED' });
  const held = await client.send(head).catch((error: unknown) => refuse(error, `look at ${url(target)}`));
  if (same(held, expected)) return;
  throw new Failure(
    `${url(target)} holds another object (${held.ContentLength} bytes, SHA-256 ${held.ChecksumSHA256 ?? 'not recorded'}); ` +
      'nothing was overwritten, choose another --key',
  );
}

function same(held: HeadObjectCommandOutput, { bytes, base64 }: Pick<Digest, 'bytes' | 'base64'>): boolean {
  return held.ContentLength === bytes && held.ChecksumSHA256 === base64;
}

const place = ({ bucket, key }: Target) => ({ Bucket: bucket, Key: key });
const url = ({ bucket, key }: Target): string => `s3://${bucket}/${key}`;

/** S3 answers 412 to `If-None-Match: *` where the key exists. */
const isTaken = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'PreconditionFailed' || status(error) === 412);

const status = (error: Error): number | undefined =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

function refuse(error: unknown, attempt: string): never {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  throw new Failure(`could not ${attempt}: ${reason}`);
}
