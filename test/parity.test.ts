/** A few deployments, so that an engine that is forgotten is seen at once; `parity.slow.ts` compares many. */
import fc from 'fast-check';
import { everyDeployment } from './fixtures/arbitrary-options';
import { explained } from './parity/differences';
import { engineDifferences } from './parity/engines';

test('a few deployments are the same in both engines', async () => {
  const property = fc.asyncProperty(everyDeployment, async (deployment) => {
    expect((await engineDifferences(deployment)).filter((each) => !explained(each))).toEqual([]);
  });
  await fc.assert(property, { numRuns: 2, seed: 20261122, endOnFailure: true });
}, 60_000);
