/** The instance metadata service, version 2 only: no answer without a token that was asked for by PUT. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { metadataAddress } from './vpc';

/** What a machine can ask about itself: path below `meta-data/`, and the text; absent is 404. */
export type Metadata = (path: string) => string | undefined;

export interface MetadataService {
  readonly server: Server;
  /** By the address that the machine asks from. */
  readonly machines: Map<string, Metadata>;
}

const credentials = 'iam/security-credentials/';

export function startMetadata(): Promise<MetadataService> {
  const machines = new Map<string, Metadata>();
  const tokens = new Map<string, string>();
  const server = createServer((request, response) => {
    const from = request.socket.remoteAddress ?? '';
    const [status, text] = answer(request, from, machines.get(from), tokens);
    reply(response, status, text);
  });
  return new Promise((resolve) => server.listen(80, metadataAddress, () => resolve({ server, machines })));
}

function answer(
  { method, url = '', headers }: IncomingMessage,
  from: string,
  metadata: Metadata | undefined,
  tokens: Map<string, string>,
): [number, string] {
  if (metadata === undefined) return [503, ''];
  if (url === '/latest/api/token') {
    if (method !== 'PUT' || !headers['x-aws-ec2-metadata-token-ttl-seconds']) return [400, ''];
    const token = randomBytes(12).toString('base64');
    tokens.set(token, from);
    return [200, token];
  }
  if (tokens.get(String(headers['x-aws-ec2-metadata-token'])) !== from) return [401, ''];
  const text = metadata(url.replace(/^\/latest\/meta-data\//, ''));
  return text === undefined ? [404, ''] : [200, text];
}

function reply(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' });
  response.end(text);
}

/** The role of the machine; the key id names the caller to the local services. */
export const roleCredentials =
  (role: string, keyId: string): Metadata =>
  (path) => {
    if (path === credentials) return role;
    if (path !== credentials + role) return undefined;
    const expiration = new Date(Date.now() + 6 * 3_600_000).toISOString().replace(/\.\d+/, '');
    return JSON.stringify({
      Code: 'Success',
      Type: 'AWS-HMAC',
      AccessKeyId: keyId,
      SecretAccessKey: 'played',
      Token: 'played',
      LastUpdated: '2026-01-01T00:00:00Z',
      Expiration: expiration,
    });
  };
