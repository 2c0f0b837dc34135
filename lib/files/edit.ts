import { readFileSync, writeFileSync } from 'node:fs';
import { isScalar, parseDocument, type Document } from 'yaml';

/** A scalar, or a map of them where a whole part is set at once. */
export type NewValue = string | number | boolean | Readonly<Record<string, string | number | boolean>>;

/** Sets values in a deployment file by path (`image.id`); everything else stays, comments included. */
export function setValues(file: string, values: Readonly<Record<string, NewValue>>): void {
  writeFileSync(file, withValues(readFileSync(file, 'utf8'), values));
}

/** As `setValues`, on the text of a file. JSON stays JSON. */
export function withValues(text: string, values: Readonly<Record<string, NewValue>>): string {
  const isJson = text.trimStart().startsWith('{');
  const document = parseDocument(text);
  if (document.errors.length > 0) throw document.errors[0] as Error;
  Object.entries(values).forEach(([path, value]) => setIn(document, path.split('.'), value));
  if (isJson) return `${JSON.stringify(document.toJS(), null, 2)}\n`;
  // `[a, b]` is how the examples write short lists; the default would pad every list in the file.
  return document.toString({ lineWidth: 0, flowCollectionPadding: /[[{] /.test(text) });
}

function setIn(document: Document, path: readonly string[], value: NewValue): void {
  // `image:` without a value, and `archive: baked`, are scalars that no map can grow in.
  path.slice(0, -1).forEach((_, index) => {
    const part = path.slice(0, index + 1);
    if (isScalar(document.getIn(part, true))) document.deleteIn(part);
  });
  document.setIn(path, typeof value === 'object' ? document.createNode(value) : value);
}
