/** The guard inside the CDK app: runs by itself where the templates of the last deploy are kept. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { differ, guard, sentence } from '../guard';
import { templatesIn } from './templates';

export interface BaselineOptions {
  /** Templates of the last deploy. */
  readonly baseline: string;
  /** Templates of this synth. */
  readonly outdir: string;
  /** Both halves of the opt-in were given: refusals are printed, and the deploy goes on. */
  readonly allowDataLoss: boolean;
  readonly say: (text: string) => void;
}

/** Where the templates of the last deploy are kept unless said otherwise: `baseline/<prefix>` beside the deployment file. */
export const baselineOf = (file: string, prefix: string): string => join(dirname(file), 'baseline', prefix);

/** False where the deploy must not go on. Nothing to compare with is no reason to stop: it is the first deploy. */
export async function passesBaseline({ baseline, outdir, allowDataLoss, say }: BaselineOptions): Promise<boolean> {
  if (!existsSync(baseline)) return true;
  const findings = guard({ deployed: templatesIn(baseline), proposed: templatesIn(outdir) }, await differ());
  findings.forEach((finding) => say(sentence(finding)));
  const refused = findings.filter(({ level }) => level === 'refuse').length;
  if (refused > 0 && allowDataLoss)
    say('guard: goes on, because data loss is allowed in the file and on the command line');
  if (refused > 0 && !allowDataLoss)
    say(`guard: refused, ${refused} against ${baseline}; allowDataLoss in the file and on the command line goes on`);
  return refused === 0 || allowDataLoss;
}
