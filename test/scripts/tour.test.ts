import { lookAround } from '../../scripts/local/tour';
import type { LocalAws } from '../local-aws/local-aws';
import { planOf } from '../synth/synthesize';

test('the tour scales by parameter only where the stack has one', () => {
  const commands = (deployment: string) =>
    lookAround({ env: {} } as LocalAws, planOf(deployment), '--app X').join('\n');
  expect(commands('inventory')).toContain('inventory-cluster --app X --exclusively --parameters BrokersPerZone=3');
  expect(commands('wal-volumes')).not.toContain('--parameters');
});
