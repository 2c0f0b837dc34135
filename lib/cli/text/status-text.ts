/** The status of a deployment as a page of text. */
import type { Status } from '../status';
import { bullets, inside, sections } from './sections';
import { facts, type Look, table } from './table';

export function statusText(status: Status, look: Look): string {
  const within = inside(look);
  return sections(
    [
      { title: 'What blocks', body: bullets(status.blocks, within) },
      { title: 'To do', body: bullets(status.toDo, within) },
      { title: 'In progress', body: bullets(status.inProgress, within) },
      { title: 'Stacks', body: facts(status.stacks.map(({ name, status: now }) => [name, now]), within) }, // prettier-ignore
      { title: 'Quorum', body: quorum(status) },
      { title: 'Floor', body: floor(status) },
      { title: 'Groups', body: groups(status, within) },
      { title: 'Slots', body: slots(status, within) },
      { title: 'Kept by deleted stacks', body: kept(status, within) },
    ],
    look,
  );
}

function floor({ floor: { zones, setBy, next } }: Status): string {
  const now = Object.entries(zones).map(([zone, size]): [string, string] => [zone, `${size} brokers`]);
  if (setBy !== undefined) now.push(['set by', setBy]);
  return facts([...now, ...(next ? [['next', `${next.brokersPerZone} from ${next.at}`] as [string, string]] : [])]);
}

const quorum = ({ quorum: { controllers, serving, majority }, groups: { length } }: Status): string =>
  length === 0 ? '' : `${serving} of ${controllers} controllers serve; ${majority} are a majority`;

function groups({ groups: rows }: Status, look: Look): string {
  const columns = [
    { title: 'group' },
    { title: 'serving', align: 'right' },
    { title: 'allowed' },
    { title: 'refresh' },
  ] as const;
  const serving = (row: Status['groups'][number]): number =>
    row.machines.filter(({ state }) => state === 'InService').length;
  return table(columns, rows.map((row) => [row.name, `${serving(row)}`, `${row.minSize} to ${row.maxSize}`, row.refresh ?? '-']), look); // prettier-ignore
}

/** Free slots of a zone say nothing one by one. */
function slots({ slots: rows }: Status, look: Look): string {
  const held = rows.filter(({ holder }) => holder !== undefined);
  const columns = ['zone', 'node', 'address', 'name', 'holder', 'state'].map((title) => ({ title }));
  const lines = held.map(({ zone, nodeId, address, host, holder, state }) => [zone, `${nodeId}`, address, host, holder!, state]); // prettier-ignore
  return [table(columns, lines, look), `${rows.length - held.length} of ${rows.length} slots are free`]
    .filter((text) => text !== '')
    .join('\n');
}

function kept({ kept: rows }: Status, look: Look): string {
  const text = table([{ title: 'type' }, { title: 'id', wraps: true }], rows.map(({ type, id }) => [type, id]), look); // prettier-ignore
  return (
    text && `${text}\nNothing is used again by accident: 'automq-byoc import FILE --engine cdk' lists what to name.`
  );
}
