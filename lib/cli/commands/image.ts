/** `automq-byoc image FILE`: looks up the newest Amazon Linux 2023 image and writes its literal id. */
import { setValues } from '../../files';
import { type Architecture, newestImageId } from '../aws/image-id';
import { readIncomplete } from '../incomplete';
import { type Io, line } from '../io';

export async function image(file: string, io: Io): Promise<void> {
  const { value } = readIncomplete(file, ['region', 'image.architecture']);
  const region = String(value('region'));
  const architecture = (value('image.architecture') ?? 'arm64') as Architecture;
  const id = await newestImageId(region, architecture);
  const before = value('image.id');
  if (before === id) return line(io.stdout, `image.id: ${id} is the newest for ${architecture} in ${region} already`);
  setValues(file, { 'image.id': id });
  line(
    io.stdout,
    `image.id: ${id} (${architecture}, ${region}) written to ${file}${before ? `, was ${String(before)}` : ''}`,
  );
}
