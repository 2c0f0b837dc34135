import { memoryFor } from '../../../lib/core/plan/memory';
import { plan } from '../../../lib/core/plan/plan';
import { sample, withWalVolumes } from '../../fixtures/deployments';
import { asOf } from '../../fixtures/golden';

const GiB = 1024 ** 3;

describe('memory', () => {
  test.each([
    [8, 'POOLED_HEAP', 6, 0, 1, 0.5, 341],
    [16, 'POOLED_DIRECT', 6, 6, 2, 1, 512],
    [32, 'POOLED_DIRECT', 12, 14, 6, 4, 512],
  ])('%i GiB has the settings AutoMQ publishes', (memory, allocator, heap, direct, wal, block, threshold) => {
    expect(memoryFor(memory)).toEqual({
      allocator,
      heapMiB: heap * 1024,
      directMiB: direct * 1024,
      walCacheBytes: wal * GiB,
      blockCacheBytes: block * GiB,
      uploadThresholdBytes: threshold * 1024 ** 2,
    });
  });

  test.each([8, 16, 32, 64, 128])(
    '%i GiB: the system keeps 15 %, and a third of the cache starts an upload at the latest',
    (memory) => {
      const { heapMiB, directMiB, walCacheBytes, blockCacheBytes, uploadThresholdBytes } = memoryFor(memory);
      expect((heapMiB + directMiB) / 1024).toBeLessThanOrEqual(memory * 0.85);
      expect(uploadThresholdBytes).toBeLessThanOrEqual(walCacheBytes / 3);
      expect(walCacheBytes + blockCacheBytes).toBeLessThanOrEqual((directMiB || heapMiB) * 1024 ** 2 * 0.75);
    },
  );
});

test('bandwidth is the network baseline of the type in bytes', () => {
  const { machines } = plan(sample({ brokers: { instanceType: 'm7g.xlarge', perZone: 1 } }), asOf);
  expect(machines.broker.bandwidthBytes).toBe(234_500_000);
  expect(machines.controller.bandwidthBytes).toBe(117_125_000);
});

test('elastic brokers are replaced launch first, pinned nodes terminate first; both percentages are always there', () => {
  const percentages = (deployment = sample()) => {
    const { machines } = plan(deployment, asOf);
    return Object.values(machines).map(({ kind, refresh }) => [
      kind,
      refresh.minHealthyPercentage,
      refresh.maxHealthyPercentage,
    ]);
  };
  expect(percentages()).toEqual([
    ['controller', 0, 100],
    ['broker', 100, 101],
  ]);
  expect(percentages(withWalVolumes())).toEqual([
    ['controller', 0, 100],
    ['broker', 0, 100],
  ]);
});

test('hooks: a machine has 15 minutes to boot, and a dead one gives its address back in a minute and a half', () => {
  for (const { launchHook, terminateHook } of Object.values(plan(sample(), asOf).machines)) {
    expect(launchHook).toMatchObject({ heartbeatSeconds: 900, defaultResult: 'ABANDON' });
    expect(terminateHook).toMatchObject({ heartbeatSeconds: 90, defaultResult: 'CONTINUE' });
  }
});

test('without a type in the file controllers fit the image', () => {
  const intel = sample({
    image: { id: 'ami-0123456789abcdef0', architecture: 'x86_64' },
    brokers: { instanceType: 'm7i.large', perZone: 1 },
  });
  expect(plan(intel, asOf).machines.controller.instanceType).toBe('m7i.large');
  expect(plan(sample(), asOf).machines.controller.instanceType).toBe('m7g.large');
});
