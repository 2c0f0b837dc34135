import { fatalFaultsOf, findRelease, knownFaults, releases } from '../../facts';
import type { Draft } from '../draft';
import { mistake, type Mistake } from '../mistakes';
import { nearestName } from '../shape-mistakes';
import { editionOf, releaseOf, walTypeOf } from './choices';
import { listed, type Rule } from './rule';

function unknownRelease(draft: Draft): readonly Mistake[] {
  if (findRelease(editionOf(draft), releaseOf(draft))) return [];
  if (editionOf(draft) === 'enterprise') {
    return [
      mistake(
        'automq.release',
        'is not a release of the enterprise edition',
        draft.automq?.release,
        'a release of its 5.x line, for example 5.5.3',
      ),
    ];
  }
  return [mistake('automq.release', 'is not a known release', releaseOf(draft), listed(Object.keys(releases)))];
}

function walOfRelease(draft: Draft): readonly Mistake[] {
  if (draft.wal?.type === 'file-system') {
    return [mistake('wal.type', 'is not available in this version', 'file-system', 's3, ebs')];
  }
  const release = findRelease(editionOf(draft), releaseOf(draft));
  const walType = walTypeOf(draft);
  if (!release || !walType || release.walTypes.includes(walType)) return [];
  const problem = `cannot be used by AutoMQ ${release.tag} (${release.edition}), which knows only ${listed(release.walTypes)}`;
  return [mistake('wal.type', problem, walType, 's3, or with ebs release 1.4.1 or the enterprise edition')];
}

function unacceptedFaults(draft: Draft): readonly Mistake[] {
  const walType = walTypeOf(draft);
  if (!walType || !findRelease(editionOf(draft), releaseOf(draft))) return [];
  const accepted = draft.automq?.acceptKnownFaults ?? [];
  return fatalFaultsOf({ release: releaseOf(draft), edition: editionOf(draft), walType })
    .filter((fault) => !accepted.includes(fault.name))
    .map((fault) => {
      const problem = `does not accept ${fault.name} of release ${releaseOf(draft)}: ${fault.sentence} (${fault.source})`;
      return mistake('automq.acceptKnownFaults', problem, accepted, `a later release, or ${fault.name} in this list`);
    });
}

function unknownFaults({ automq }: Draft): readonly Mistake[] {
  const names = knownFaults.filter((fault) => fault.workaround === undefined).map((fault) => fault.name);
  return (automq?.acceptKnownFaults ?? []).flatMap((given, index) => {
    if (given === undefined || names.includes(given)) return [];
    return [
      mistake(
        `automq.acceptKnownFaults[${index}]`,
        'is not a fault the package knows',
        given,
        nearestName(given, names) ?? listed(names),
      ),
    ];
  });
}

function router(draft: Draft): readonly Mistake[] {
  if (draft.zoneRouter !== true) return [];
  const wrong = (problem: string): Mistake => mistake('zoneRouter', problem, true, 'false');
  const release = findRelease(editionOf(draft), releaseOf(draft));
  return [
    ...(walTypeOf(draft) === 'ebs' ? [wrong('needs the S3 WAL, and this deployment has WAL volumes')] : []),
    ...(draft.zones?.length === 1 ? [wrong('has nothing to route in one zone')] : []),
    ...(release && !release.zoneRouter ? [wrong(`needs AutoMQ 1.5.0 or newer, and this is ${release.tag}`)] : []),
  ];
}

/** On by default with several zones, which an older release with the S3 WAL does not know. */
function routerByDefault(draft: Draft): readonly Mistake[] {
  const release = findRelease(editionOf(draft), releaseOf(draft));
  const wanted = draft.zoneRouter === undefined && walTypeOf(draft) === 's3' && (draft.zones?.length ?? 0) > 1;
  if (!wanted || !release || release.zoneRouter) return [];
  return [mistake('zoneRouter', `is on by default, and AutoMQ ${release.tag} has none`, undefined, 'false')];
}

export const automqRules: readonly Rule[] = [
  { holds: 'The release is known.', mistakes: unknownRelease },
  { holds: 'The release can use the WAL.', mistakes: walOfRelease },
  { holds: 'Every fatal fault of the release is accepted by name.', mistakes: unacceptedFaults },
  { holds: 'Accepted faults exist.', mistakes: unknownFaults },
  { holds: 'The zone router has the S3 WAL, several zones and a release that knows it.', mistakes: router },
  { holds: 'The zone router is off where the release has none.', mistakes: routerByDefault },
];
