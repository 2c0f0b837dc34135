import { names } from '../../identities';
import type { Draft } from '../draft';
import { mistake, type Mistake } from '../mistakes';
import type { Rule } from './rule';

const longestBucketName = 63;
/** Prefixes that S3 keeps for itself (S3 user guide, bucket naming rules). */
const reservedPrefixes = ['xn--', 'sthree-', 'amzn-s3-demo-'];

/** The prefix as given, or the cluster's name, which stands in for it. */
function prefixOf({ stackNamePrefix, name }: Draft): readonly [path: string, prefix: string | undefined] {
  return stackNamePrefix === undefined ? ['name', name] : ['stackNamePrefix', stackNamePrefix];
}

function bucketNames(draft: Draft): readonly Mistake[] {
  const [path, prefix] = prefixOf(draft);
  if (prefix === undefined || draft.region === undefined) return [];
  const bucket = names.bucket(prefix, 'data', '111122223333', draft.region);
  const over = bucket.length - longestBucketName;
  const reserved = reservedPrefixes.find((each) => prefix.startsWith(each));
  return [
    ...(over > 0
      ? [
          mistake(
            path,
            'makes bucket names longer than 63 characters',
            prefix,
            `at most ${prefix.length - over} characters`,
          ),
        ]
      : []),
    ...(reserved
      ? [mistake(path, `begins with ${reserved}, which bucket names must not`, prefix, 'another beginning')]
      : []),
    ...(prefix.includes('--') ? [mistake(path, 'has two dashes in a row', prefix, 'single dashes')] : []),
  ];
}

/** Fifty tags per resource (AWS tagging reference), of which the package and the engine's own `Name` take up to six. */
const mostTags = 44;
const tagKey = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

function tagMistakes({ tags = {} }: Draft): readonly Mistake[] {
  const entries = Object.entries(tags);
  return [
    ...(entries.length > mostTags
      ? [mistake('tags', `has ${entries.length} tags`, undefined, `at most ${mostTags}`)]
      : []),
    ...entries.flatMap(([key, value]) => tagMistake(`tags[${JSON.stringify(key)}]`, key, value)),
  ];
}

function tagMistake(path: string, key: string, value: string | undefined): readonly Mistake[] {
  const reserved = /^(aws|automq):/i.exec(key);
  if (reserved) return [mistake(path, `begins with ${reserved[0]}, which is reserved`, value, 'another name')];
  if (!tagKey.test(key))
    return [mistake(path, 'is not the name of a tag', value, '1 to 128 letters, digits, spaces and _.:/=+-@')];
  if (value === undefined || tagText.test(value)) return [];
  return [mistake(path, 'is not the value of a tag', value, 'letters, digits, spaces and _.:/=+-@')];
}

function workload({ workload: given }: Draft): readonly Mistake[] {
  const groups = given?.consumerGroups?.length;
  return (given?.streams ?? []).flatMap((stream, index) => {
    const path = `workload.streams[${index}]`;
    const { meanMBps, peakMBps, readers } = stream ?? {};
    const low = meanMBps !== undefined && peakMBps !== undefined && peakMBps < meanMBps;
    const many = readers !== undefined && groups !== undefined && readers > groups;
    return [
      ...(low ? [mistake(`${path}.peakMBps`, 'is below the mean', peakMBps, `at least ${meanMBps}`)] : []),
      ...(many
        ? [mistake(`${path}.readers`, 'is more than there are consumer groups', readers, `0 to ${groups}`)]
        : []),
    ];
  });
}

export const nameRules: readonly Rule[] = [
  { holds: 'Names made from the prefix stay inside the limits of S3.', mistakes: bucketNames },
  { holds: 'Tags are ones that every service takes.', mistakes: tagMistakes },
  { holds: 'The workload adds up.', mistakes: workload },
];
