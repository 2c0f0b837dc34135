/** The smallest cluster, deployed with the real CDK CLI onto machines that really boot. */
import { join } from 'node:path';
import { plan, type Plan } from '../../../lib/core';
import { readDeployment } from '../../../lib/files';
import { withIds } from '../../local-aws/givens';
import { packed } from '../../local-aws/real-machines/archive';
import { provideForMachines } from '../../local-aws/real-machines/givens';
import { reach } from '../../local-aws/real-machines/reach';
import { connectTo, type Client } from '../boot/world/client-process';
import { succeeded, synthesize, World } from '../deploy/world';

const { deployment } = readDeployment(join(__dirname, '../../../deployments/minimal.yaml'));
let world: World;
let client: Client | undefined;
let decided: Plan;
afterAll(async () => {
  client?.close();
  await world?.close();
});

test('deploys: the stack waits for brokers that serve', async () => {
  world = await World.open(deployment, { realMachines: true });
  const ids = await provideForMachines(world.local, plan(deployment, '2026-11-22'), packed('first'));
  const assembly = synthesize(JSON.parse(withIds(JSON.stringify(deployment), ids)) as typeof deployment);
  decided = assembly.plan;
  succeeded(await world.deploy(assembly));
});

test('answers a client', async () => {
  client = connectTo(await reach(world.local, decided));
  expect((await client.brokers()).map(({ id }) => id).sort()).toEqual([1000, 1001]);
  await client.createTopic('signals', 6, 1);
  await client.startReading('signals');
  await client.startLoad('signals');
  await new Promise((done) => setTimeout(done, 5000));
  const { acknowledged, failures } = await client.stopLoad();
  expect(failures).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(10);
  expect(await client.missing('signals', acknowledged)).toEqual([]);
  expect((await client.stopReading()).failures).toEqual([]);
});
