/**
 * npx tsx scripts/local/kafka.ts TOOL [OPTION…]: one of Kafka's tools against the cluster that `npm start` left running, from inside
 * its network. `kafka-topics.sh --list`, `kafka-metadata-quorum.sh describe --status`, `kafka-configs.sh …`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../lib/core';
import { connectTo } from '../../test/e2e/boot/world/client-process';
import { writeClientFiles } from '../../test/e2e/boot/world/kafka-tools';
import { bootstrapOf, type Target } from '../../test/e2e/boot/world/target';
import { archiveFile } from '../../test/local-aws/real-machines/archive';
import { networkOf, reach } from '../../test/local-aws/real-machines/reach';
import type { LocalAws } from '../../test/local-aws/local-aws';
import { linesOf } from './answer';
import { remembered } from './running';

const folder = join(__dirname, '../../.cache/local-kafka');
const at = (name: string): string => join(folder, name);

/** Asks the cluster as a client would, and leaves what the tools need. Gives the lines to show; fails where no Kafka answers. */
export async function tryKafka(local: LocalAws, plan: Plan): Promise<string[]> {
  const target = await reach(local, plan);
  prepareTools(target);
  const client = connectTo(target);
  try {
    const brokers = await client.brokers();
    await client.createTopic('tour', 6, 1);
    await client.startLoad('tour');
    await new Promise((done) => setTimeout(done, 5000));
    const load = await client.stopLoad();
    return linesOf({ brokers, ...load, missing: await client.missing('tour', load.acknowledged) });
  } finally {
    client.close();
  }
}

function prepareTools(target: Target): void {
  rmSync(folder, { recursive: true, force: true });
  writeClientFiles(folder, target);
  writeFileSync(at('bootstrap'), bootstrapOf(target).join());
  mkdirSync(at('kafka'));
  execFileSync('tar', ['-xzf', archiveFile('local'), '-C', at('kafka'), '--strip-components=1']);
}

function run(tool: string, options: readonly string[]): number {
  const pid = remembered();
  if (pid === undefined || !existsSync(at('bootstrap'))) {
    console.error('No Kafka runs here: npm start, as root with Java, ends with one.');
    return 1;
  }
  const enter = ['--target', String(networkOf(pid)), '--mount', '--net', '--pid'];
  const line = `exec "$0" --bootstrap-server "$(cat ${at('bootstrap')})" --command-config ${at('client.properties')} "$@"`;
  const args = [...enter, 'bash', '-c', line, at(`kafka/bin/${tool}`), ...options];
  return spawnSync('nsenter', args, { stdio: 'inherit' }).status ?? 1;
}

if (require.main === module) {
  const [tool = 'kafka-topics.sh', ...options] = process.argv.slice(2);
  process.exitCode = run(tool, options.length > 0 ? options : ['--list']);
}
