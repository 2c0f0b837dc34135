/** Plays the few answers of S3 and Systems Manager that the command line needs, on loopback. */
import { createHash } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeAws {
  readonly url: string;
  /** `METHOD /path` of each call, or the parameter asked for. */
  readonly calls: string[];
  /** Objects by `/bucket/key`. */
  readonly objects: Map<string, Buffer>;
  /** Parameters by name. */
  readonly parameters: Map<string, string>;
  close(): Promise<void>;
}

export async function fakeAws(): Promise<FakeAws> {
  const calls: string[] = [];
  const objects = new Map<string, Buffer>();
  const parameters = new Map<string, string>();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await whole(request);
    if (request.headers['x-amz-target'] === 'AmazonSSM.GetParameter')
      return parameter(JSON.parse(`${body}`).Name, response);
    const key = (request.url ?? '').split('?')[0] ?? '';
    calls.push(`${request.method} ${key}`);
    if (request.method === 'PUT') return put(key, body, request, response);
    const held = objects.get(key);
    if (!held) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-length': held.length, 'x-amz-checksum-sha256': sha256(held) }).end();
  }

  function put(key: string, body: Buffer, { headers }: IncomingMessage, response: ServerResponse): void {
    if (headers['if-none-match'] === '*' && objects.has(key)) return error(response, 412, 'PreconditionFailed');
    if (headers['x-amz-checksum-sha256'] !== sha256(body)) return error(response, 400, 'BadDigest');
    objects.set(key, body);
    response.writeHead(200).end();
  }

  function parameter(name: string, response: ServerResponse): void {
    calls.push(name);
    const value = parameters.get(name);
    const type = { 'content-type': 'application/x-amz-json-1.1' };
    if (value) response.writeHead(200, type).end(JSON.stringify({ Parameter: { Name: name, Value: value } }));
    else response.writeHead(400, type).end(JSON.stringify({ __type: 'ParameterNotFound', message: name }));
  }

  return { url: address(server), calls, objects, parameters, close: () => closed(server) };
}

const sha256 = (body: Buffer): string => createHash('sha256').update(body).digest('base64');

async function whole(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function error(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status).end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}

const address = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}

/** Points the SDK at the fake, with credentials that are good nowhere; returns how to undo it. */
export function pointAt(url: string): () => void {
  const before = { ...process.env };
  Object.assign(process.env, { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  return () => {
    process.env = before;
  };
}
