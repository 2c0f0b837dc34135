import { rmSync } from 'node:fs';

export default function teardown(): void {
  if (process.env.SYNTH_DIR) rmSync(process.env.SYNTH_DIR, { recursive: true, force: true });
}
