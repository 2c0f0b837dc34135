/** A load, an application that reads beside it, and the count of what is lost; all by Kafka's own client. */
import { kafkaTools, type Tool } from './kafka-tools';
import type { Target } from './target';
import { sleep, until } from './shell';

export interface LoadReport {
  readonly acknowledged: readonly number[];
  /** Longest time without an acknowledged record; undisturbed, there are twenty a second. */
  readonly longestMs: number;
  readonly failures: readonly string[];
}

export interface ReadReport {
  readonly received: readonly number[];
  /** Longest time without a record. */
  readonly longestMs: number;
  readonly failures: readonly string[];
}

export interface Load {
  /** Ends when the first record is acknowledged. */
  startLoad(topic: string): Promise<void>;
  /** How many records of the load that runs. */
  acknowledged(): number;
  /** Waits for what is on its way. */
  stopLoad(): Promise<LoadReport>;
  /** A consumer that reads beside the load, and commits; ends when it has its partitions. */
  startReading(topic: string): Promise<void>;
  stopReading(): Promise<ReadReport>;
  /** Which of these values a consumer that comes now does not find in the topic. */
  missing(topic: string, expected: readonly number[]): Promise<readonly number[]>;
  close(): void;
}

/** Numbers as they come, with the longest pause between two of them. */
class Numbers {
  readonly found: number[] = [];
  readonly failures: string[] = [];
  longestMs = 0;
  private last = 0;

  add(value: string | undefined): void {
    const now = Date.now();
    if (this.found.length > 0) this.longestMs = Math.max(this.longestMs, now - this.last);
    this.last = now;
    this.found.push(Number(value));
  }
}

interface Running {
  readonly tool: Tool;
  readonly numbers: Numbers;
}

/** A read is over when nothing new came for so long: a group that begins waits 3 s, a coordinator or a leader may move. */
const SILENCE_SECONDS = 60;

export function loadOf(target: Target): Load {
  const tools = kafkaTools(target);
  let load: Running | undefined;
  let reader: Running | undefined;
  return {
    startLoad: async (topic) => {
      load = produce((heard) => tools.produce(topic, heard));
      await first(load.numbers, 'acknowledged record');
    },
    acknowledged: () => load?.numbers.found.length ?? 0,
    stopLoad: async () => {
      const { found, longestMs, failures } = await stopped(load);
      return { acknowledged: found, longestMs, failures };
    },
    startReading: async (topic) => {
      const numbers = new Numbers();
      let ready = false;
      const tool = tools.consume(topic, `follow-${topic}`, ({ name, value, message = '' }) => {
        if (name === 'partitions_assigned') ready = true;
        if (name === 'record_data') numbers.add(value);
        if (name === 'ended') numbers.failures.push(message);
      });
      reader = { tool, numbers };
      await until('partitions to read', 60, () => ready || numbers.failures.length > 0);
    },
    stopReading: async () => {
      const { found, longestMs, failures } = await stopped(reader);
      return { received: found, longestMs, failures };
    },
    missing: async (topic, expected) => {
      const left = new Set(expected);
      let last = Date.now();
      const tool = tools.consume(topic, `read-${topic}-${Date.now()}`, ({ name, value }) => {
        if (name !== 'record_data' || !left.delete(Number(value))) return;
        last = Date.now();
      });
      while (left.size > 0 && Date.now() - last < SILENCE_SECONDS * 1000) await sleep(100);
      tool.kill();
      if (left.size > 0) console.error(`a consumer of ${topic} misses ${left.size}, and says: ${tool.complaints()}`);
      return [...left];
    },
    close: () => {
      for (const one of [load, reader]) one?.tool.kill();
      tools.close();
    },
  };
}

function produce(start: (heard: Parameters<ReturnType<typeof kafkaTools>['produce']>[1]) => Tool): Running {
  const numbers = new Numbers();
  const tool = start(({ name, value, message = '' }) => {
    if (name === 'producer_send_success') numbers.add(value);
    if (name === 'producer_send_error' || name === 'ended') numbers.failures.push(`${value ?? ''} ${message}`);
  });
  return { tool, numbers };
}

const first = (numbers: Numbers, what: string): Promise<unknown> =>
  until(what, 120, () => numbers.found.length > 0 || numbers.failures.length > 0);

async function stopped(running: Running | undefined): Promise<Numbers> {
  if (running === undefined) throw new Error('nothing runs');
  await running.tool.stop();
  return running.numbers;
}
