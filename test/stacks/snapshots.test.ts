/** For review: whole templates of the reference deployment, and what exists in every other example. */
import { examples } from '../synth/synthesize';
import { stacksOf, type SynthesizedStack } from '../synth/templates';

/** Logical ids end in eight hexadecimal digits made from the path; they carry no meaning for a reader. */
const normalised = (text: string): string => text.replace(/([A-Za-z]\w*?)[0-9A-F]{8}(?![0-9A-Za-z])/g, '$1');

describe('inventory', () => {
  test.each(stacksOf('inventory'))('$kind stack', (stack) => {
    expect(JSON.parse(normalised(stack.text))).toMatchSnapshot();
  });
});

describe.each(examples.filter((example) => example !== 'inventory'))('%s', (example) => {
  test.each(stacksOf(example))('$kind stack', (stack) => {
    expect(inventoryOf(stack).join('\n')).toMatchSnapshot();
  });
});

/** One line per resource: logical id, type, key, retention. */
function inventoryOf({ json }: SynthesizedStack): string[] {
  return Object.entries(json.Resources)
    .map(([id, resource]) => {
      const key = keyOf(resource.Properties ?? {});
      return [normalised(id), resource.Type, key && `key ${key}`, resource.DeletionPolicy].filter(Boolean).join('  ');
    })
    .sort();
}

/** What encrypts the resource, as far as its properties say. */
function keyOf(properties: object): string | undefined {
  const found = /"(?:KmsKeyId|KMSMasterKeyID|KmsMasterKeyId|CmkArn)":("[^"]*"|\{[^}]*\})/.exec(
    JSON.stringify(properties),
  );
  return found?.[1] && normalised(found[1].replace(/["{}]/g, ''));
}
