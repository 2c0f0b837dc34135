/** What a signed request asks of which service, read from the wire. */
import type { IncomingHttpHeaders } from 'node:http';

export interface Call {
  /** Who: the key id that the metadata service gave to a machine. */
  readonly keyId: string;
  readonly service: string;
  readonly action: string;
  /** Parameters: form fields, JSON members, or bucket and key. */
  readonly input: Readonly<Record<string, unknown>>;
}

export function readCall(method: string, url: string, headers: IncomingHttpHeaders, body: Buffer): Call {
  const [keyId = '', , , service = ''] = (/Credential=([^,]+)/.exec(headers.authorization ?? '')?.[1] ?? '').split('/');
  const known = service === 's3' ? objectCall(method, url) : operation(url, headers, body.toString('utf8'));
  return { keyId, service, ...known };
}

/** Named in a header, in the path, or in the form itself. */
function operation(url: string, headers: IncomingHttpHeaders, text: string): Pick<Call, 'action' | 'input'> {
  const target = headers['x-amz-target'] as string | undefined;
  const action = target?.split('.').pop() ?? /operation\/(\w+)/.exec(url)?.[1];
  if (action !== undefined) return { action, input: text.startsWith('{') ? JSON.parse(text) : {} };
  const input = Object.fromEntries(new URLSearchParams(text));
  return { action: input.Action ?? '', input };
}

const objectVerbs: Readonly<Record<string, string>> = {
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
  POST: 'PostObject',
  DELETE: 'DeleteObject',
};

function objectCall(method: string, url: string): Pick<Call, 'action' | 'input'> {
  const { pathname, searchParams } = new URL(url, 'http://x');
  const [bucket = '', ...key] = decodeURIComponent(pathname).slice(1).split('/');
  const input = { Bucket: bucket, Key: key.join('/'), ...Object.fromEntries(searchParams) };
  if (input.Key === '') return { action: method === 'HEAD' ? 'HeadBucket' : 'ListObjectsV2', input };
  return { action: objectVerbs[method] ?? method, input };
}
