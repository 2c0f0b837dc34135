import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

export interface Digest {
  readonly bytes: number;
  /** SHA-256 as 64 hexadecimal digits, the form the deployment file holds. */
  readonly hex: string;
  /** The same in base64, the form S3 compares. */
  readonly base64: string;
}

/** Reads the file once, in pieces; `progress` hears of the bytes read so far and of all there are. */
export async function digest(path: string, progress: (done: number, all: number) => void): Promise<Digest> {
  const { size } = await stat(path);
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(piece);
    bytes += piece.length;
    progress(bytes, size);
  }
  const sum = hash.digest();
  return { bytes, hex: sum.toString('hex'), base64: sum.toString('base64') };
}
