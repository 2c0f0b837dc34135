/** What each format makes of a packet: places that tools can open, and text that stays text. */
import { failures, markdown, review, sarif } from '../../lib/review';
import { MADE } from './catchers';
import { DATA_BUCKET, DATA_KEY } from './faults/fault';
import { filesOf, idOf, mutated, resource } from './mutate';
import { packetOf, role, roleWith } from './small';

interface Result {
  readonly ruleId: string;
  readonly locations: readonly [
    {
      readonly physicalLocation: {
        readonly artifactLocation: { readonly uri: string };
        readonly region?: { readonly startLine: number };
      };
      readonly logicalLocations: readonly [{ readonly name: string; readonly fullyQualifiedName: string }];
    },
  ];
}

const resultsOf = (log: object): readonly Result[] => (log as { runs: [{ results: Result[] }] }).runs[0].results;

describe('SARIF', () => {
  const pretty = filesOf('inventory').map((file) => {
    const template = JSON.parse(file.text);
    if (file.stack.endsWith('-data')) {
      resource(template, DATA_KEY).Properties.EnableKeyRotation = false;
      // Nothing but the resource itself is its place, whatever a text before it says.
      template.Metadata = { [idOf(template, DATA_KEY)]: {} };
    }
    return { ...file, text: JSON.stringify(template, null, 1) };
  });
  const packet = review(pretty, MADE);
  const rotation = resultsOf(sarif(packet, [], pretty)).find(({ ruleId }) => ruleId === 'key-rotation')!;

  test('a result stands at the line where its resource begins', () => {
    const [{ physicalLocation, logicalLocations }] = rotation.locations;
    const line = physicalLocation.region!.startLine;
    const { text } = pretty.find(({ stack }) => stack === 'inventory-data')!;
    expect(text.split('\n')[line - 1]).toBe(`  "${logicalLocations[0].name}": {`);
    expect(text.split('\n')[line]).toContain('"Type": "AWS::KMS::Key"');
    expect(physicalLocation.artifactLocation.uri).toBe('inventory-data.template.json');
  });

  test('the logical place is the resource, without what is said of it', () => {
    for (const { locations } of resultsOf(sarif(packet, [], pretty)))
      expect(locations[0].logicalLocations[0].fullyQualifiedName).toMatch(/^[\w-]+(\/\w+)?$/);
  });

  test('what is true of all templates has a file and no line', () => {
    const open = mutated(filesOf('inventory'), ({ data }) => {
      resource(data, DATA_BUCKET).Properties.ReplicationConfiguration = { Role: 'r', Rules: [] };
    });
    const log = sarif(review(open, MADE), [], open);
    for (const { locations } of resultsOf(log)) expect(locations[0].physicalLocation.artifactLocation.uri).not.toBe('');
  });
});

describe('Markdown', () => {
  const evil = '# no heading\n- no item\n<b>|&lt;';
  const page = markdown(packetOf({ R: role({ RoleName: 'a # <i>|`', Description: evil }) }));

  test('a description begins no heading, no list, no cell and no element', () => {
    expect(page).not.toMatch(/^# no heading|^- no item|<b>|[^\\]\|&lt;/m);
    expect(page).toContain('no heading');
  });

  test('a table has a line that makes it one, and cells as they are', () => {
    expect(page).toContain('\n| --- | --- |');
    expect(page).toMatch(/\n\| theirs \|/);
  });

  test('a name in a heading stays text', () => {
    expect(page).toMatch(/^### Role a \\# \\<i\\>\\\|\\`$/m);
  });

  test('a name in the drawing does not end it', () => {
    const group = {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 1, ToPort: 1, CidrIp: '1"]\n```\n# out' }] },
    };
    expect(markdown(packetOf({ G: group }))).not.toMatch(/^# out/m);
  });
});

test('a finding of a pack that has no reason in the template fails; one with a reason does not', () => {
  const found = (rule: string) => ({ pack: 'p', rule, what: 'w', resource: 'theirs/R' });
  const [file] = [{ stack: 'theirs', file: 'theirs.template.json' }];
  const Metadata = { 'automq:findings': [{ ids: ['A'], reason: 'Fine. Owner: us. Review by 2030-01-01.' }] };
  const text = JSON.stringify({ Resources: { R: { ...roleWith(), Metadata } } });
  const packet = review([{ ...file, text }], MADE, [found('A'), found('B')]);
  expect(failures(packet)).toEqual(['theirs/R: p finds B, and no reason is given']);
});
