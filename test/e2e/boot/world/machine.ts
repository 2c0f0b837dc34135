/** A machine: a process tree that no one outside holds up, with its own disk, network and systemd. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { plug, servicesAddress, type Interface } from './vpc';
import { sh, until } from './shell';

export interface Machine {
  readonly folder: string;
  /** Switches it on, the first time or again: the disk stays. */
  start(): Promise<void>;
  /** Power off, as when the host dies: nothing is told. */
  cut(): Promise<void>;
  /** Runs a command inside; gives its exit code and all it printed. */
  run(command: string): Promise<{ code: number; output: string }>;
  /** A file of its disk, from outside; empty when absent. */
  read(path: string): string;
  write(path: string, text: string): void;
  /** Takes these off the disk of a machine that is off. */
  forget(...paths: readonly string[]): void;
  /** First process, seen from here. */
  pid(): number;
  remove(): void;
}

export interface MachineOptions {
  readonly folder: string;
  readonly image: string;
  readonly cgroup: string;
  readonly interface: Interface;
  readonly hosts: string;
  readonly userData: string;
  /** @default - as much as this computer has */
  readonly diskMiB?: number;
}

const launcher = join(__dirname, '../machine/launch.sh');

export function makeMachine(options: MachineOptions): Machine {
  const { folder } = options;
  let child: ChildProcess | undefined;
  let first = 0;
  const disk = (path: string): string => join(folder, 'disk', path);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(disk(path)), { recursive: true });
    writeFileSync(disk(path), text, { mode: 0o755 });
  };
  if (options.diskMiB !== undefined) {
    mkdirSync(folder, { recursive: true });
    sh(`mount -t tmpfs -o size=${options.diskMiB}m tmpfs ${folder}`);
  }
  write('/etc/hosts', `127.0.0.1 localhost\n${options.hosts}`);
  write('/var/lib/cloud/user-data', options.userData);
  return {
    folder,
    start: async () => {
      for (const file of ['go', 'up']) rmSync(join(folder, file), { force: true });
      sh(`mkfifo ${join(folder, 'go')}`);
      child = spawn(launcher, [options.cgroup, folder, options.image], { stdio: 'inherit' });
      await until(`machine in ${folder}`, 30, () => existsSync(join(folder, 'up')));
      first = firstChild(child.pid) ?? 0;
      plug(first, options.interface);
      writeFileSync(join(folder, 'go'), 'go\n');
    },
    cut: async () => {
      if (child === undefined) return;
      const gone = new Promise((resolve) => child?.once('exit', resolve));
      if (child.exitCode === null && child.signalCode === null) {
        process.kill(first, 'SIGKILL');
        await gone;
      }
      child = undefined;
      // The interface goes with the network of the machine.
    },
    run: (command) =>
      new Promise((resolve) => {
        const args = ['-t', String(first), '-m', '-p', '-n', '-i', '-C', '-u', 'bash', '--norc', '-c', command];
        const env = { PATH: process.env.PATH, AWS_ENDPOINT_URL: `http://${servicesAddress}` };
        execFile('nsenter', args, { encoding: 'utf8', timeout: 300_000, env }, (error, stdout, stderr) => {
          resolve({ code: error === null ? 0 : Number(error.code ?? -1), output: stdout + stderr });
        });
      }),
    read: (path) => (existsSync(disk(path)) ? readFileSync(disk(path), 'utf8') : ''),
    write,
    forget: (...paths) => paths.forEach((path) => rmSync(disk(path), { recursive: true, force: true })),
    pid: () => first,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function firstChild(pid: number | undefined): number | undefined {
  const file = `/proc/${pid}/task/${pid}/children`;
  const [found] = existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ') : [];
  return found === undefined || found === '' ? undefined : Number(found);
}
