import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDeployment } from '../../lib/files';

const folder = join(__dirname, '../../deployments');
const examples = readdirSync(folder);
const example = (name: string) => readDeployment(join(folder, name));

test.each(examples)('%s is accepted', (name) => expect(example(name).deployment.name).toBeTruthy());

test.each(examples)('%s names the schema that editors complete it by', (name) =>
  expect(readFileSync(join(folder, name), 'utf8')).toMatch(
    /^# yaml-language-server: \$schema=\.\.\/schema\/deployment\.schema\.json\n/,
  ),
);

test('every cluster of its own has an id of its own', () => {
  const ids = examples.map((name) => example(name).deployment.clusterId);
  expect(new Set(ids).size).toBe(examples.length);
});

test('dev and stage are the base in other accounts, in a few lines', () => {
  const production = example('inventory.yaml').deployment;
  for (const name of ['inventory-dev.yaml', 'inventory-stage.yaml']) {
    const { deployment, origins } = example(name);
    expect(deployment.account).not.toBe(production.account);
    expect(deployment.zones).toEqual(production.zones);
    expect(origins['zones']).toBe('inventory.yaml');
    expect(JSON.stringify(deployment)).not.toContain(production.account);
  }
});

test('inventory.yaml has the reference workload: five groups, four times the mean at the peak, three nightly hours', () => {
  const { workload } = example('inventory.yaml').deployment;
  expect(workload?.consumerGroups).toEqual(['availability', 'fraud', 'forecasting', 'search', 'notifications']);
  expect(workload?.streams).toMatchObject([
    { meanMBps: 7.7, peakMBps: 31 },
    { peakMBps: 270, hoursPerDay: 3, readers: 1 },
  ]);
});
