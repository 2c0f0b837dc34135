import type { Plan } from '../plan/types';
import { renderAgent } from './agent';
import { renderNodeEnv } from './node-env';
import { kindOf, slotsOf, type BootTarget } from './nodes';
import { paths } from './paths';
import { renderProperties } from './properties';
import type { BootRefs } from './refs';

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
# Writes the files of this node and starts its boot, which fetches passwords and keys: nothing in here is secret.
set -euo pipefail
put() { install -D -m "$1" /dev/stdin "\${ROOT:-}$2"; }`;

/** By systemd, so that a reboot boots the node again; user data itself runs once in the life of a machine. */
const start = 'systemctl enable --now automq-byoc@boot';

/** User data of a machine: the data files that make it this node, the scripts that are the same everywhere, and the start. */
export function renderUserData(plan: Plan, target: BootTarget, refs: BootRefs, files: readonly BootFile[]): string {
  const parts = [...dataFiles(plan, target, refs), ...files].map(({ path, mode, text }) =>
    heredoc(`put ${mode} ${path}`, text),
  );
  return [header, slotsFile(plan, target), ...parts, start, ''].join('\n');
}

const mode = '0644';

/** All variation of the scripts. The template holds a token where the password goes, so it needs no protection. */
const dataFiles = (plan: Plan, target: BootTarget, refs: BootRefs): readonly BootFile[] => [
  { path: paths.nodeEnv, mode, text: renderNodeEnv(plan, target, refs) },
  { path: paths.propertiesTemplate, mode, text: withoutComments(renderProperties(plan, kindOf(target), target.zone)) },
  { path: paths.agent, mode, text: renderAgent(plan) },
];

/** EC2 takes 16 KiB of user data; the comments are for readers of `automq-byoc plan` and of the golden files. */
const withoutComments = (text: string): string => text.replace(/^(#.*)?\n/gm, '');

/** A name is made of id and domain, so the machine adds it: forty times it would be a kilobyte. */
function slotsFile({ dns }: Plan, target: BootTarget): string {
  const slots = slotsOf(target);
  const letter = slots[0]?.host.charAt(0);
  const addNames = `sed -E 's/^([0-9]+) .*/& ${letter}\\1.${dns.domain}/'`;
  const text = slots.map(({ nodeId, address }) => `${nodeId} ${address}`).join('\n');
  return heredoc(addNames, text, ` | put ${mode} ${paths.slots}`);
}

/** The quotes around the end mark keep the shell from expanding anything in the text. */
const heredoc = (command: string, text: string, next = ''): string =>
  `${command} <<'${end}'${next}\n${text.trimEnd()}\n${end}`;
