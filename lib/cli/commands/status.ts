/** `automq-byoc status FILE`: who holds which slot, what goes on, what blocks. Reads only; ends with 1 where something blocks. */
import { plan } from '../../core';
import { readDeployment } from '../../files';
import { observe } from '../aws/observe';
import { Failure } from '../failures';
import { type Io, json, line, look } from '../io';
import { statusOf } from '../status';
import { statusText } from '../text/status-text';

export async function status(file: string, options: { readonly json?: boolean }, io: Io): Promise<void> {
  const decided = plan(readDeployment(file).deployment, io.today());
  const found = statusOf(decided, await observe(decided), Date.now());
  if (options.json) json(io.stdout, found);
  else line(io.stdout, statusText(found, look(io)));
  if (found.blocks.length > 0) throw new Failure(`status: ${found.blocks.length} to be looked at`);
}
