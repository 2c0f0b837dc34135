/** Findings as SARIF 2.1.0, for code scanning. Source: OASIS, Static Analysis Results Interchange Format 2.1.0. */
import type { ChangeRow } from './change';
import type { Packet, TemplateStamp } from './packet';
import type { TemplateFile } from './template';

interface Found {
  readonly rule: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly text: string;
  /** `stack/LogicalId`, perhaps with more behind it. */
  readonly where: string;
}

/** `files` are the templates as they can be opened from where the log is read; without them a result has no line. */
export function sarif(packet: Packet, changed: readonly ChangeRow[] = [], files: readonly TemplateFile[] = []): object {
  const found = [
    ...controlsAnsweredNo(packet),
    ...unreasoned(packet),
    ...expired(packet),
    ...widened(changed),
    ...packsFound(packet),
  ];
  const rules = [...new Set(found.map(({ rule }) => rule))].map((id) => {
    return { id, shortDescription: { text: packet.posture.find((row) => row.id === id)?.control ?? RULES[id] ?? id } };
  });
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'automq-byoc review', version: packet.made.version, rules } },
        artifacts: packet.templates.map(({ stack, file, sha256 }) => ({
          location: { uri: uriOf(files.find((row) => row.stack === stack)?.file ?? file) },
          hashes: { 'sha-256': sha256 },
        })),
        results: found.map((row) => result(packet, row, files)),
      },
    ],
  };
}

const RULES: Readonly<Record<string, string>> = {
  'wildcard-without-reason': 'A pattern in a policy has no reason in the template.',
  'acknowledgement-expired': 'The reason of a finding was to be reviewed by now.',
  widened: 'More is allowed, or less protected, than in the approved packet.',
};

function controlsAnsweredNo({ posture }: Packet): Found[] {
  return posture
    .filter(({ answer }) => answer === 'no')
    .flatMap(({ id, shownBy }) => shownBy.map((text) => ({ rule: id, level: 'warning' as const, text, where: text })));
}

function packsFound({ packs = [] }: Packet): Found[] {
  const open = packs.filter(({ acknowledged }) => !acknowledged);
  return open.map(({ rule, what, resource }) => ({ rule, level: 'warning', text: what, where: resource }));
}

function unreasoned({ identity }: Packet): Found[] {
  return [...identity.roles, ...identity.resourcePolicies].flatMap(({ resource, statements }) =>
    statements.flatMap(({ sid, wildcards }) =>
      wildcards
        .filter(({ reason }) => reason === undefined)
        .map(({ pattern }) => ({
          rule: 'wildcard-without-reason',
          level: 'error' as const,
          text: `${sid}: ${pattern}`,
          where: resource,
        })),
    ),
  );
}

function expired({ acknowledgements }: Packet): Found[] {
  return acknowledgements
    .filter((row) => row.expired)
    .map(({ ids, resource, reviewBy }) => ({
      rule: 'acknowledgement-expired',
      level: 'error' as const,
      text: `${ids.join(', ')}: review was due ${reviewBy}`,
      where: resource,
    }));
}

const widened = (changed: readonly ChangeRow[]): Found[] =>
  changed
    .filter(({ risk }) => risk === 'widened')
    .map(({ words, resource }) => ({ rule: 'widened', level: 'error' as const, text: words, where: resource }));

function result({ templates }: Packet, { rule, level, text, where }: Found, files: readonly TemplateFile[]): object {
  const stamp = templates.find(({ stack }) => where.startsWith(`${stack}/`)) ?? templates[0];
  const [place = where.split(/[:\s]/)[0] ?? where, name = place] = /^[^/\s]+\/(\w+)/.exec(where) ?? [];
  const physicalLocation = stamp && physical(stamp, name, files);
  const logicalLocations = [{ name, fullyQualifiedName: place }];
  return {
    ruleId: rule,
    level,
    message: { text },
    locations: [{ ...(stamp && { physicalLocation }), logicalLocations }],
  };
}

function physical({ stack, file }: TemplateStamp, id: string, files: readonly TemplateFile[]): object {
  const given = files.find((row) => row.stack === stack);
  const startLine = given && lineOf(given.text, id);
  return {
    artifactLocation: { uri: uriOf(given?.file ?? file) },
    ...(startLine !== undefined && { region: { startLine } }),
  };
}

const uriOf = (path: string): string => path.split(/[\\/]/).map(encodeURIComponent).join('/');

/** What the object of a resource may begin with. */
const BEGINS =
  'Type|Properties|Metadata|DependsOn|Condition|CreationPolicy|UpdatePolicy|DeletionPolicy|UpdateReplacePolicy';

/** Where a resource begins; absent where the text has none of this name. */
function lineOf(text: string, id: string): number | undefined {
  const resources = /^\s*"Resources"\s*:/m.exec(text)?.index ?? text.indexOf('"Resources"');
  const key = new RegExp(`"${id}"\\s*:\\s*\\{\\s*"(?:${BEGINS})"`, 'g');
  key.lastIndex = Math.max(0, resources);
  const found = key.exec(text);
  return found ? text.slice(0, found.index).split('\n').length : undefined;
}
