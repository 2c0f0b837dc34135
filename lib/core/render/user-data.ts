import type { Plan } from '../plan/types';
import { renderAgent } from './agent';
import { renderNodeEnv } from './node-env';
import { kindOf, type BootTarget } from './nodes';
import { paths } from './paths';
import { renderProperties } from './properties';
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
const end = 'END_OF_FILE';

/** The script that user data ends with. */
const bootCommand = '/opt/automq-byoc/boot.sh';

const header = `#!/bin/bash
# Writes the files of this node and starts its boot. Nothing in here is secret: passwords and keys are fetched by boot.
set -euo pipefail
put() { install -D -m "$1" /dev/stdin "\${ROOT:-}$2"; }`;

/** User data of a machine: the data files that make it this node, the scripts that are the same everywhere, and the start. */
export function renderUserData(plan: Plan, target: BootTarget, refs: BootRefs, files: readonly BootFile[]): string {
  const parts = [...dataFiles(plan, target, refs), ...files].map(written);
  return [header, ...parts, `exec "\${ROOT:-}${bootCommand}"`, ''].join('\n');
}

/** All variation of the scripts. The template holds tokens where the password goes, so it needs no protection. */
function dataFiles(plan: Plan, target: BootTarget, refs: BootRefs): readonly BootFile[] {
  const mode = '0644';
  return [
    { path: paths.nodeEnv, mode, text: renderNodeEnv(plan, target, refs) },
    { path: paths.slots, mode, text: renderSlots(target) },
    { path: paths.propertiesTemplate, mode, text: renderProperties(plan, kindOf(target), target.zone) },
    { path: paths.agent, mode, text: renderAgent(plan) },
  ];
}

/** The quotes around the end mark keep the shell from expanding anything in the text. */
const written = ({ path, mode, text }: BootFile): string => `put ${mode} ${path} <<'${end}'\n${text.trimEnd()}\n${end}`;
