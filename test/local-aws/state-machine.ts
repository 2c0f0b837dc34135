/** Runs of state machines in the local AWS. */
import { once } from 'node:events';
import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import type { LocalAws } from './local-aws';

export interface Run {
  readonly status: string;
  readonly error?: string;
  readonly cause?: string;
  /** JSON */
  readonly output?: string;
}

/** One run from its start to its end. Only the local AWS starts a standard state machine this way; it saves asking again. */
export async function runStateMachine(local: LocalAws, stateMachineArn: string, input: object): Promise<Run> {
  const region = stateMachineArn.split(':')[3]!;
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'AWSStepFunctions.StartSyncExecution',
    authorization: `AWS4-HMAC-SHA256 Credential=local/20270101/${region}/states/aws4_request, SignedHeaders=host, Signature=0`,
  };
  const body = JSON.stringify({ stateMachineArn, input: JSON.stringify(input) });
  const { status, text } = await post(local.endpoint('sfn'), headers, body);
  if (status !== 200) throw new Error(`StartSyncExecution: ${text}`);
  return JSON.parse(text) as Run;
}

/** A connection of its own: one that waited while a deploy ran may have been closed by the other side. */
async function post(
  url: string,
  headers: OutgoingHttpHeaders,
  body: string,
): Promise<{ status?: number; text: string }> {
  const sent = request(url, { method: 'POST', headers, agent: false });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  return { status: answer.statusCode, text: Buffer.concat(parts).toString() };
}
