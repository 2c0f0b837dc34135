import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examples, synthesize } from './synthesize';

/** Synthesizes each example once; test files read the templates from the folder in `SYNTH_DIR`. */
export default function setup(): void {
  const outdir = mkdtempSync(join(tmpdir(), 'automq-byoc-'));
  process.env.SYNTH_DIR = outdir;
  for (const example of examples) synthesize(example, outdir);
}
