/** The thirty controls, in the order a reviewer reads them. */
import { bucketControls } from './buckets';
import { type Answer, type Control, type Seen } from './control';
import { identityControls } from './identity';
import { keyControls } from './keys';
import { machineControls } from './machines';
import { operationControls } from './operations';

export interface ControlAnswer {
  readonly id: string;
  readonly control: string;
  readonly knownAs: readonly string[];
  readonly answer: Answer;
  readonly shownBy: readonly string[];
}

export const controls: readonly Control[] = [
  ...identityControls,
  ...bucketControls,
  ...keyControls,
  ...machineControls,
  ...operationControls,
];

export const answerControls = (seen: Seen): readonly ControlAnswer[] =>
  controls.map(({ id, control, knownAs, check }) => ({ id, control, knownAs, ...check(seen) }));
