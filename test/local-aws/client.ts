/** SDK clients for a local AWS. */
import type { Plan } from '../../lib/core';
import type { LocalAws } from './local-aws';

interface Settings {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly forcePathStyle: boolean;
}

export const clientOf = <C>(
  local: LocalAws,
  { cluster }: Plan,
  Client: new (settings: Settings) => C,
  service: string,
): C =>
  new Client({
    region: cluster.region,
    endpoint: local.endpoint(service),
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    forcePathStyle: true, // buckets have no host names here
  });
