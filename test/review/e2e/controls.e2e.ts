/** No control is an ornament: each of the thirty is answered no by a seeded fault, or by what none of them can show. */
import { review } from '../../../lib/review';
import { Assembly } from '../../../lib/review/assembly';
import { answerControls, type ControlAnswer } from '../../../lib/review/posture/controls';
import { statementsOf } from '../../../lib/review/statements';
import { MADE } from '../catchers';
import { faults } from '../faults';
import { filesOf, mutated, type Templates } from '../mutate';

const files = filesOf('inventory');
const inventory = review(files, MADE);

describe('every control can be answered no', () => {
  /** What no seeded fault of the inventory can show: it has no boundary to lose, and no trail. */
  const APART: Readonly<Record<string, (templates: Templates) => void>> = {
    boundary: ({ identity }) => {
      const roles = Object.values<{ Type: string; Properties: Record<string, unknown> }>(identity.Resources);
      const made = roles.filter(({ Type }) => Type === 'AWS::IAM::Role');
      for (const role of made.slice(1)) role.Properties.PermissionsBoundary = 'arn:aws:iam::111122223333:policy/b';
    },
    'object-events': ({ data }) => {
      data.Resources.Trail = { Type: 'AWS::CloudTrail::Trail', Properties: { IsLogging: true, S3BucketName: 'b' } };
    },
  };
  const without = (id: string): number => {
    const row = inventory.posture.find((each) => each.id === id)!;
    return row.answer === 'no' ? row.shownBy.length : 0;
  };
  const answersTo = (change: (templates: Templates) => void): readonly ControlAnswer[] => {
    const assembly = new Assembly(mutated(files, change));
    return answerControls({ assembly, statements: statementsOf(assembly) });
  };
  const all = [...faults.map(({ change }) => change), ...Object.values(APART)].map(answersTo);
  const turned = (answers: readonly ControlAnswer[], id: string): boolean => {
    const { answer, shownBy } = answers.find((row) => row.id === id)!;
    return answer === 'no' && shownBy.length !== without(id);
  };

  test.each(inventory.posture.map(({ id }) => id))('%s', (id) => {
    expect(all.some((answers) => turned(answers, id))).toBe(true);
  });

  test('a trail that selects objects is answered yes', () => {
    const packet = review(
      mutated(files, ({ data }) => {
        const EventSelectors = [{ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }];
        data.Resources.Trail = { Type: 'AWS::CloudTrail::Trail', Properties: { EventSelectors } };
      }),
      MADE,
    );
    expect(packet.posture.find(({ id }) => id === 'object-events')?.answer).toBe('yes');
  });
});
