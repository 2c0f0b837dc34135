/** Plays services of the query protocol (CloudFormation, Auto Scaling, …) on loopback: one function answers every call. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pointAt } from './fake-aws';

export interface QueryCall {
  readonly action: string;
  /** Region that the call was signed for. */
  readonly region: string;
  readonly parameters: URLSearchParams;
}

/** Thrown by an answer: what the service refuses with. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface QueryApi {
  readonly calls: readonly QueryCall[];
  close(): Promise<void>;
}

/** @param answer the inside of `<ActionResult>` */
export async function queryApi(answer: (call: QueryCall) => string): Promise<QueryApi> {
  const calls: QueryCall[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const parameters = new URLSearchParams(Buffer.concat(pieces).toString());
      const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
      const call = { action: parameters.get('Action') ?? '', region, parameters };
      calls.push(call);
      try {
        response.end(`<${call.action}Response><${call.action}Result>${answer(call)}</${call.action}Result></${call.action}Response>`); // prettier-ignore
      } catch (error) {
        const { code, message } = error as Refusal;
        response.writeHead(400).end(`<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`); // prettier-ignore
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const undo = pointAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    calls,
    close: () => {
      undo();
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

/** As CloudFormation says that a stack is not there. */
export const noSuchStack = (name: string): Refusal =>
  new Refusal('ValidationError', `Stack with id ${name} does not exist`);
