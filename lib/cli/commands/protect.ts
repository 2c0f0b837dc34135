/**
 * `automq-byoc protect FILE [--off]`: termination protection for the stacks that hold state, in the account and in the file, so
 * that the next deploy leaves it as it is. Comes after the first deploy: docs/decisions/0012.
 */
import { plan } from '../../core';
import { readDeployment, setValues } from '../../files';
import { type Io, line } from '../io';

export async function protect(file: string, { off = false }: { readonly off?: boolean }, io: Io): Promise<void> {
  const { cluster, stacks } = plan(readDeployment(file).deployment, io.today());
  const names = stacks.filter(({ keepsState }) => keepsState).map(({ name }) => name);
  const { setProtection } = await import('../aws/protection');
  const missing = await setProtection(cluster.region, names, !off);
  setValues(file, { terminationProtection: !off });
  const set = names.filter((name) => !missing.includes(name));
  if (set.length > 0) line(io.stdout, `${set.join(', ')}: termination protection ${off ? 'off' : 'on'}`);
  missing.forEach((name) => line(io.stdout, `${name} is not deployed`));
  line(io.stdout, `terminationProtection: ${!off} written to ${file}`);
}
