/** What to ask of others before the first deploy, one block for each owner: to be forwarded as it is. */
import type { RequestOwner, RequestRow } from '../../../core/plan/request';
import type { Plan } from '../../../core/plan/types';
import { inside, sections } from '../sections';
import type { Look } from '../table';
import { wrap } from '../wrap';

const owners: Readonly<Record<RequestOwner, string>> = {
  network: 'Network team',
  dns: 'DNS team',
  identity: 'Identity team',
  keys: 'Owners of the keys',
  quota: 'Service quotas',
  guardrails: 'Owners of the guardrails',
};

export function requestText(plan: Plan, rows: readonly RequestRow[], look: Look): string {
  const { cluster } = plan;
  const intro = `Before the first deploy of ${cluster.name} in account ${cluster.account}, ${cluster.region}:`;
  const blocks = (Object.keys(owners) as RequestOwner[]).map((owner) => ({
    title: owners[owner],
    body: rows
      .filter((row) => row.owner === owner)
      .map((row, i) => asked(row, i + 1, inside(look)))
      .join('\n\n'),
  }));
  return `${intro}\n\n${sections(blocks, look)}\n`;
}

function asked({ ask, why, details, documents = [] }: RequestRow, number: number, look: Look): string {
  const mark = `${number}. `;
  const width = look.width - mark.length;
  // Details are copied: names, addresses and policies stay on the line they belong to.
  const lines = [
    ...wrap(ask, width).map(look.paint.strong),
    ...wrap(why, width),
    ...details.map((detail) => `- ${detail}`),
    ...documents.flatMap((document) => JSON.stringify(document, null, 2).split('\n')),
  ];
  return lines.map((text, i) => (i === 0 ? mark : ' '.repeat(mark.length)) + text).join('\n');
}
