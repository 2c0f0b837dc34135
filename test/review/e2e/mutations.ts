/** Mutants of templates, made by rule: everything that can be taken out, turned round or set to something else. */
import type { TemplateFile } from '../../../lib/review';

export interface Mutant {
  readonly stack: string;
  readonly resource: string;
  readonly type: string;
  /** Path below the resource, list positions left out. */
  readonly path: string;
  readonly kind: 'removed' | 'turned' | 'set';
  readonly files: readonly TemplateFile[];
}

type Json = Record<string, unknown>;
type Holder = Record<string, unknown> & unknown[];

interface Place {
  readonly holder: Holder;
  readonly key: string | number;
  readonly path: string;
}

/** What no reader of security and no deploy looks at. */
const UNREAD = new Set(['Metadata', 'Type', 'UserData', 'Tags', 'TagSpecifications']);

/** Every mutant of the templates, in a fixed order; `files` of each is made when it is asked for. */
export function* mutants(files: readonly TemplateFile[], chosen: (index: number) => boolean): Generator<Mutant> {
  let index = 0;
  for (const file of files) {
    const template = JSON.parse(file.text) as { Resources: Record<string, Json> };
    for (const [resource, row] of Object.entries(template.Resources)) {
      for (const place of placesIn(row as Holder, '')) {
        for (const [kind, change] of changesOf(place)) {
          if (!chosen(index++)) continue;
          const undo = change();
          const text = JSON.stringify(template);
          undo();
          yield {
            stack: file.stack,
            resource,
            type: String(row.Type),
            path: place.path,
            kind,
            files: files.map((other) => (other === file ? { ...file, text } : other)),
          };
        }
      }
    }
  }
}

function* placesIn(holder: Holder, path: string): Generator<Place> {
  for (const key of Array.isArray(holder) ? holder.keys() : Object.keys(holder)) {
    if (UNREAD.has(String(key)) || String(key).startsWith('Fn::') || key === 'Ref') continue;
    const here = typeof key === 'number' ? path : path ? `${path}.${key}` : key;
    yield { holder, key, path: here };
    const value = holder[key as number];
    if (typeof value === 'object' && value !== null) yield* placesIn(value as Holder, here);
  }
}

type Change = readonly [Mutant['kind'], () => () => void];

function changesOf({ holder, key }: Place): readonly Change[] {
  const value = holder[key as number];
  const put = (other: unknown) => () => {
    holder[key as number] = other;
    return () => void (holder[key as number] = value);
  };
  const remove = () => {
    if (Array.isArray(holder)) {
      holder.splice(key as number, 1);
      return () => void holder.splice(key as number, 0, value);
    }
    const entries = Object.entries(holder);
    delete (holder as Json)[key as string];
    return () => {
      for (const name of Object.keys(holder)) delete (holder as Json)[name];
      Object.assign(holder, Object.fromEntries(entries));
    };
  };
  const removed: Change = ['removed', remove];
  if (typeof value === 'boolean') return [removed, ['turned', put(!value)]];
  if (typeof value === 'number')
    return [
      removed,
      ...(value > 0 ? ([['set', put(Math.floor(value / 2))]] as Change[]) : []),
      ['set', put(value * 2 + 1)],
    ];
  if (typeof value === 'string' && value !== '*') return [removed, ['set', put('*')]];
  return [removed];
}
