/** Findings as SARIF 2.1.0, for code scanning. Source: OASIS, Static Analysis Results Interchange Format 2.1.0. */
import type { ChangeRow } from './change';
import type { Packet } from './packet';

interface Found {
  readonly rule: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly text: string;
  /** `stack/LogicalId`, perhaps with more behind it. */
  readonly where: string;
}

export function sarif(packet: Packet, changed: readonly ChangeRow[] = []): object {
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
        artifacts: packet.templates.map(({ file, sha256 }) => ({
          location: { uri: file },
          hashes: { 'sha-256': sha256 },
        })),
        results: found.map((row) => result(packet, row)),
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

function result({ templates }: Packet, { rule, level, text, where }: Found): object {
  const stamp = templates.find(({ stack }) => where.startsWith(`${stack}/`)) ?? templates[0];
  const [, name = where] = /^[^/\s]+\/(\w+)/.exec(where) ?? [];
  return {
    ruleId: rule,
    level,
    message: { text },
    locations: [
      {
        ...(stamp && { physicalLocation: { artifactLocation: { uri: stamp.file } } }),
        logicalLocations: [{ name, fullyQualifiedName: where.split(':')[0] }],
      },
    ],
  };
}
