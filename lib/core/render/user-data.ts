import type { ElasticGroup, Plan, Slot } from '../plan/types';
import { renderAgent } from './agent';
import { renderNodeEnv } from './node-env';
import { isPinned, kindOf, type BootTarget } from './nodes';
import { paths } from './paths';
import { renderProperties } from './properties';
import { quorum } from './properties/listeners';
import { plainLogin } from './properties/security';
import { bucketUri } from './properties/storage';
import type { BootRefs } from './refs';
import { renderSlots } from './slots';

/** A file that user data writes on the machine. */
export interface BootFile {
  /** Absolute; user data puts `$ROOT` before it, so that it can be run in a temporary folder. */
  readonly path: string;
  /** Octal, as `install -m` takes it: `0755`. */
  readonly mode: string;
  readonly text: string;
}

/** No line of a boot file may be this one. */
const end = 'EOF';

const header = `#!/bin/bash
# Makes this machine a node; holds no secret.
set -euo pipefail
put() { install -D -m "\${2:-0644}" /dev/stdin "\${ROOT:-}$1"; }`;

/** By systemd, so that a reboot boots the node again; user data itself runs once in the life of a machine. */
const start = 'systemctl enable --now automq-byoc@boot';

/**
 * User data of a machine: the data files that make it this node, the scripts that are the same everywhere, and the start.
 *
 * EC2 takes 16 KiB of it (EC2 User Guide, "Run commands when you launch an EC2 instance"), so comments stay behind and long
 * values that repeat are said once.
 */
export function renderUserData(plan: Plan, target: BootTarget, refs: BootRefs, files: readonly BootFile[]): string {
  const scripts = files.map(({ path, mode, text }) => heredoc(put(path, mode), text));
  return [header, ...dataFiles(plan, target, refs), ...scripts, start, ''].join('\n');
}

/** All variation of the scripts. The template holds a token where the password goes, so it needs no protection. */
function dataFiles(plan: Plan, target: BootTarget, refs: BootRefs): readonly string[] {
  const properties = renderProperties(plan, kindOf(target), target.zone).replace(/^(#.*)?\n/gm, '');
  const env = renderNodeEnv(plan, target, refs);
  const shortened = once(plan, env + properties);
  const file = (path: string, text: string): string => heredoc(shortened.put(path), shortened.text(text));
  return [
    shortened.command,
    file(paths.nodeEnv, env),
    file(paths.propertiesTemplate, properties),
    isPinned(target) ? file(paths.slots, renderSlots(target)) : slotsFile(plan, target, shortened),
    heredoc(put(paths.agent), renderAgent(plan)),
  ];
}

/** A way to write files in which long values are marks. */
interface Shortened {
  /** Goes before the first of them. */
  readonly command: string;
  /** Command that writes what it reads, with the values put back. */
  put(path: string): string;
  /** With marks for values. */
  text(text: string): string;
}

/** Command that writes what it reads; the mode is octal. */
const put = (path: string, mode = '0644'): string => `put ${path}${mode === '0644' ? '' : ` ${mode}`}`;

/** Long values that these files repeat. The machine puts them back; no value holds a `|`, `&` or `\`, which mean something to sed. */
function once(plan: Plan, texts: string): Shortened {
  const known: readonly (readonly [mark: string, value: string])[] = [
    ['{DATA}', bucketUri(plan, 'data')],
    ['{OPS}', plan.buckets.ops.name],
    ['{QUORUM}', quorum({ plan }, false)],
    ['{DOMAIN}', plan.dns.domain],
    ['{LOGIN}', plainLogin],
    ['{BALANCER}', 'autobalancer.client.'],
  ];
  const values = known.filter(([, value]) => texts.split(value).length > 2);
  const shorten = (text: string, marks = values): string =>
    marks.reduce((shorter, [mark, value]) => shorter.replaceAll(value, mark), text);
  // sed goes from mark to mark, so a value may hold the marks after its own.
  const commands = values.map(([mark, value], at) => `s|${mark}|${shorten(value, values.slice(at + 1))}|g`).join(';');
  return {
    command: `fill() { sed '${commands}' | put "$1"; }`,
    put: (path) => `fill ${path}`,
    text: (text) => shorten(text),
  };
}

/** Ids and addresses of a zone count up together, so the machine counts: forty lines would be two kilobytes. */
function slotsFile(plan: Plan, target: ElasticGroup, shortened: Shortened): string {
  const runs = runsOf(target.slots);
  const host = `${target.slots[0]?.host.charAt(0)}$((id+i)).${shortened.text(plan.dns.domain)}`;
  const count = `while read -r id net low n; do for ((i=0;i<n;i++)); do echo "$((id+i)) $net.$((low+i)) ${host}"; done; done`;
  return heredoc(count, runs.join('\n'), ` | ${shortened.put(paths.slots)}`);
}

/** `4000 10.20.72 8 40`: first id, first three bytes of the address, fourth byte, how many in a row. */
function runsOf(slots: readonly Slot[]): readonly string[] {
  const runs: { id: number; net: string; low: number; n: number }[] = [];
  for (const { nodeId, address } of slots) {
    const dot = address.lastIndexOf('.');
    const [net, low] = [address.slice(0, dot), Number(address.slice(dot + 1))];
    const run = runs.at(-1);
    if (run !== undefined && run.net === net && run.low + run.n === low && run.id + run.n === nodeId) run.n += 1;
    else runs.push({ id: nodeId, net, low, n: 1 });
  }
  return runs.map(({ id, net, low, n }) => `${id} ${net} ${low} ${n}`);
}

/** The quotes around the end mark keep the shell from expanding anything in the text. */
const heredoc = (command: string, text: string, next = ''): string =>
  `${command} <<'${end}'${next}\n${text.trimEnd()}\n${end}`;
