import { execFileSync } from 'node:child_process';

/** Runs a command line of plain words to its end; gives what it printed. */
export function sh(line: string, input?: string): string {
  const [command = '', ...args] = line.split(' ').filter((word) => word !== '');
  return execFileSync(command, args, { encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'pipe'] });
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until the answer is neither undefined nor false; fails loudly, saying what it waited for. */
export async function until<T>(what: string, seconds: number, ask: () => T | Promise<T>): Promise<NonNullable<T>> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false && answer !== null) return answer;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(250);
  }
}
