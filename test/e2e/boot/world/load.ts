/** A load, an application that reads beside it, and the count of what is lost; all by Kafka's own client. */
import { kafkaTools, type KafkaTools, type Tool } from './kafka-tools';
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
      const { numbers } = (load = produce(tools, topic));
      await until('first record', 120, () => numbers.found.length + numbers.failures.length > 0);
    },
    acknowledged: () => load?.numbers.found.length ?? 0,
    stopLoad: async () => {
      const { found, longestMs, failures } = await stopped(load);
      return { acknowledged: found, longestMs, failures };
    },
    startReading: async (topic) => {
      const { numbers, ready } = (reader = follow(tools, topic));
      await until('partitions to read', 60, () => ready() || numbers.failures.length > 0);
    },
    stopReading: async () => {
      const { found, longestMs, failures } = await stopped(reader);
      return { received: found, longestMs, failures };
    },
    missing: (topic, expected) => lookFor(tools, topic, expected),
    close: () => {
      for (const one of [load, reader]) one?.tool.kill();
      tools.close();
    },
  };
}

function produce(tools: KafkaTools, topic: string): Running {
  const numbers = new Numbers();
  const tool = tools.produce(topic, ({ name, value, message = '' }) => {
    if (name === 'producer_send_success') numbers.add(value);
    if (name === 'producer_send_error' || name === 'ended') numbers.failures.push(`${value ?? ''} ${message}`);
  });
  return { tool, numbers };
}

function follow(tools: KafkaTools, topic: string): Running & { ready(): boolean } {
  const numbers = new Numbers();
  let assigned = false;
  const tool = tools.consume(topic, `follow-${topic}`, ({ name, value, message = '' }) => {
    if (name === 'partitions_assigned') assigned = true;
    if (name === 'record_data') numbers.add(value);
    if (name === 'ended') numbers.failures.push(message);
  });
  return { tool, numbers, ready: () => assigned };
}

async function lookFor(tools: KafkaTools, topic: string, expected: readonly number[]): Promise<readonly number[]> {
  const left = new Set(expected);
  let last = Date.now();
  const tool = tools.consume(topic, `read-${topic}-${Date.now()}`, ({ name, value }) => {
    if (name === 'record_data' && left.delete(Number(value))) last = Date.now();
  });
  while (left.size > 0 && Date.now() - last < SILENCE_SECONDS * 1000) await sleep(100);
  tool.kill();
  if (left.size > 0) console.error(`a consumer of ${topic} misses ${left.size}, and says: ${tool.complaints()}`);
  return [...left];
}

async function stopped(running: Running | undefined): Promise<Numbers> {
  if (running === undefined) throw new Error('nothing runs');
  await running.tool.stop();
  return running.numbers;
}
