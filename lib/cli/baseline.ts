/** The guard inside the CDK app: runs by itself where the templates of the last deploy are kept. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { differ, guard, sentence, standing } from '../guard';
import type { CalendarMoment } from './calendar';
import { templatesIn } from './templates';

export interface BaselineOptions {
  /** Templates of the last deploy. */
  readonly baseline: string;
  /** Templates of this synth. */
  readonly outdir: string;
  /** Both halves of the opt-in were given: refusals are printed, and the deploy goes on. */
  readonly allowDataLoss: boolean;
  /** What the file's calendar says of now. @default - no freeze, no season */
  readonly calendar?: CalendarMoment;
  /** Why a freeze is overruled. */
  readonly breakGlass?: string;
  readonly say: (text: string) => void;
}

/** Where the templates of the last deploy are kept unless said otherwise: `baseline/<prefix>` beside the deployment file. */
export const baselineOf = (file: string, prefix: string): string => join(dirname(file), 'baseline', prefix);

/** False where the deploy must not go on. Nothing to compare with is no reason to stop: it is the first deploy. */
export async function passesBaseline(options: BaselineOptions): Promise<boolean> {
  const { baseline, outdir, allowDataLoss, calendar, breakGlass, say } = options;
  if (!existsSync(baseline)) return true;
  const compared = { deployed: templatesIn(baseline), proposed: templatesIn(outdir), ...calendar, breakGlass };
  const findings = guard(compared, await differ());
  findings.forEach((finding) => say(sentence(finding)));
  const left = standing(findings, allowDataLoss).length;
  if (allowDataLoss && left < standing(findings, false).length)
    say('guard: lets data go, because that is allowed in the file and on the command line');
  if (left > 0) say(`guard: refused, ${left} against ${baseline}`);
  return left === 0;
}
