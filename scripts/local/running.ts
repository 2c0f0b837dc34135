/** The one local AWS that `npm start` leaves running, remembered by its process id. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const file = join(__dirname, '../../.cache/local-aws.pid');

/** Tenths of a second. */
const PATIENCE = 100;

export function remember(pid: number): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, String(pid));
}

/** Its process id if it still runs. */
export function remembered(): number | undefined {
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  return pid > 0 && isOurs(pid) ? pid : undefined;
}

/** Ends it if it still runs; true when there was one. */
export async function stopRemembered(): Promise<boolean> {
  const pid = remembered();
  rmSync(file, { force: true });
  if (pid === undefined) return false;
  process.kill(pid);
  for (let tries = 0; isOurs(pid); tries++) {
    if (tries === PATIENCE) process.kill(pid, 'SIGKILL'); // in the middle of a deploy it waits for machines
    await new Promise((wait) => setTimeout(wait, 100));
  }
  return true;
}

/** A process id is used again after a restart of the machine: only the engine's own command line counts. */
function isOurs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const command = `/proc/${pid}/cmdline`;
    return !existsSync('/proc') || (existsSync(command) && readFileSync(command, 'utf8').includes('-m\0engine'));
  } catch {
    return false;
  }
}
