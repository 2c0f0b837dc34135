/** `automq-byoc artifact FILE --from ARCHIVE`: uploads the release archive and pins its checksum. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setValues } from '../../files';
import { digest } from '../aws/digest';
import { largestPut, uploadOnce } from '../aws/upload';
import { BadInput } from '../failures';
import { readIncomplete } from '../incomplete';
import { type Io, line } from '../io';
import { progress } from '../text/progress';

export interface ArtifactOptions {
  /** The archive on this machine. */
  readonly from: string;
  /** @default - the bucket in the file */
  readonly bucket?: string;
  /** @default - `automq/` and the archive's name */
  readonly key?: string;
}

export async function artifact(file: string, options: ArtifactOptions, io: Io): Promise<void> {
  const { value } = readIncomplete(file, ['region', ...(options.bucket ? [] : ['automq.archive.bucket'])]);
  const bucket = options.bucket ?? value('automq.archive.bucket');
  const mistakes = [...(await archiveMistakes(options.from)), ...(bucket ? [] : [noBucket])];
  if (mistakes.length > 0) throw new BadInput(mistakes);
  const target = {
    bucket: String(bucket),
    key: options.key ?? `automq/${basename(options.from)}`,
    region: String(value('region')),
  };
  const sum = await digest(options.from, progress(io.stderr, 'reading'));
  const done = await uploadOnce(options.from, sum, target, progress(io.stderr, 'uploading'));
  setValues(file, {
    'automq.archive.bucket': target.bucket,
    'automq.archive.key': target.key,
    'automq.archive.sha256': sum.hex,
  });
  line(io.stdout, `s3://${target.bucket}/${target.key}: ${done}, ${sum.bytes} bytes`);
  line(io.stdout, `automq.archive: bucket, key and sha256 ${sum.hex} written to ${file}`);
}

const noBucket = 'automq.archive.bucket: is missing; allowed: a bucket in the file, or --bucket';

async function archiveMistakes(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return [`--from: is no file, got "${path}"; allowed: the release archive you downloaded`];
  if (found.size > largestPut) return [`--from: is ${found.size} bytes; allowed: at most ${largestPut}, one upload`];
  return [];
}
