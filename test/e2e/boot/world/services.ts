/**
 * What machines reach as AWS: writes down every call, injects faults, answers itself what must be as strict as AWS, and
 * leaves the rest (S3, Secrets Manager, CloudWatch) to moto.
 */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Answer } from './answers';
import { readCall, type Call } from './call';
import { servicesAddress } from './vpc';

export interface Recorded extends Call {
  readonly at: number;
  readonly status: number;
}

/** An answer of our own, `lost` for a call that is done but whose reply never arrives, nothing to let it pass. */
export type Fault = (call: Call) => Answer | 'lost' | undefined;

export type Handler = (call: Call) => Answer;

export interface Services {
  readonly url: string;
  readonly calls: Recorded[];
  readonly faults: Set<Fault>;
  readonly server: Server;
}

const port = 80;

export function startServices(motoPort: number, handlers: Readonly<Record<string, Handler>>): Promise<Services> {
  const calls: Recorded[] = [];
  const faults = new Set<Fault>();
  const server = createServer((incoming, response) => {
    void serve(incoming, response, { calls, faults, handlers, motoPort });
  });
  const services = { url: `http://${servicesAddress}`, calls, faults, server };
  return new Promise((resolve) => server.listen(port, servicesAddress, () => resolve(services)));
}

interface Context {
  readonly calls: Recorded[];
  readonly faults: Set<Fault>;
  readonly handlers: Readonly<Record<string, Handler>>;
  readonly motoPort: number;
}

async function serve(incoming: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const call = readCall(incoming.method ?? '', incoming.url ?? '', incoming.headers, body);
  const record = (status: number): void => {
    context.calls.push({ ...call, at: Date.now(), status });
  };
  const fault = [...context.faults].map((ask) => ask(call)).find((answer) => answer !== undefined);
  if (fault !== undefined && fault !== 'lost') {
    record(fault.status);
    return send(response, fault);
  }
  const handler = context.handlers[`${call.service}:${call.action}`];
  if (handler === undefined) return pass(incoming, body, response, context.motoPort, record);
  const answer = handler(call);
  record(answer.status);
  if (fault === 'lost') return void response.socket?.destroy();
  send(response, answer);
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}

function pass(
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
  port: number,
  record: (status: number) => void,
): void {
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    record(answer.statusCode ?? 0);
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  onward.end(body);
}
