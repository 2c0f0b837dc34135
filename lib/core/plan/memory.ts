import type { MemoryPlan } from './types';

const MiB = 1024 * 1024;

/** AutoMQ's advice for the rest of the record cache: upload when a third of it is full, at most 512 MiB. */
const maxUploadThresholdMiB = 512;

/** Largest heap that AutoMQ's own start script asks for, GiB (kafka-server-start.sh, 1.7.3). */
const maxHeapGiB = 32;

/**
 * Memory settings for a machine of the given size. The rows for 8, 16 and 32 GiB are AutoMQ's presets ("performance tuning
 * for broker"); other sizes follow the rule of the same page: caches about a quarter of the heap (POOLED_HEAP), or about
 * half of direct memory or a bit more (POOLED_DIRECT), heap and direct memory given so that 15 % is left to the system.
 */
export function memoryFor(memoryGiB: number): MemoryPlan {
  if (memoryGiB < 16) return onHeap(memoryGiB);
  if (memoryGiB < 32) return inDirectMemory({ heapGiB: 6, directGiB: 6, walCacheGiB: 2, blockCacheGiB: 1 });
  const scale = memoryGiB / 32;
  return inDirectMemory({
    heapGiB: Math.min(12 * scale, maxHeapGiB),
    directGiB: 14 * scale,
    walCacheGiB: 6 * scale,
    blockCacheGiB: 4 * scale,
  });
}

/** Three quarters of the machine for the heap; the caches, a quarter of it, lie inside. */
function onHeap(memoryGiB: number): MemoryPlan {
  const walCacheMiB = (memoryGiB * 1024) / 8;
  return {
    allocator: 'POOLED_HEAP',
    heapMiB: memoryGiB * 1024 * 0.75,
    directMiB: 0,
    ...caches(walCacheMiB, walCacheMiB / 2),
  };
}

interface DirectPreset {
  readonly heapGiB: number;
  readonly directGiB: number;
  readonly walCacheGiB: number;
  readonly blockCacheGiB: number;
}

function inDirectMemory(preset: DirectPreset): MemoryPlan {
  return {
    allocator: 'POOLED_DIRECT',
    heapMiB: preset.heapGiB * 1024,
    directMiB: preset.directGiB * 1024,
    ...caches(preset.walCacheGiB * 1024, preset.blockCacheGiB * 1024),
  };
}

/** Both sizes are always written: AutoMQ refuses to start with only one of them. */
function caches(
  walMiB: number,
  blockMiB: number,
): Pick<MemoryPlan, 'walCacheBytes' | 'blockCacheBytes' | 'uploadThresholdBytes'> {
  const thresholdMiB = Math.min(Math.floor(walMiB / 3), maxUploadThresholdMiB);
  return { walCacheBytes: walMiB * MiB, blockCacheBytes: blockMiB * MiB, uploadThresholdBytes: thresholdMiB * MiB };
}
