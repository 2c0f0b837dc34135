/** What was signed: the bytes of a template, whichever environment they go to. */
import { sha256, type Packet, type TemplateFile } from '../review';
import type { Finding } from './finding';

/** Bytes that no signature covers. */
export function approvalFindings(proposed: readonly Pick<TemplateFile, 'stack' | 'text'>[], packet: Packet): Finding[] {
  const signed = new Set(packet.templates.map((row) => `${row.stack} ${row.sha256}`));
  return proposed
    .filter(({ stack, text }) => !signed.has(`${stack} ${sha256(text)}`))
    .map(({ stack, text }) => ({
      level: 'refuse',
      rule: 'not approved',
      stack,
      resource: stack,
      what: `has the SHA-256 ${sha256(text)}, which the approved packet does not cover`,
      wayAround: 'Run `automq-byoc review` on the same folder and have it signed.',
    }));
}
