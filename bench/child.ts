/** Runs one scenario and prints what this process used, from its start to the written templates. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { scenarios } from './scenarios';

export interface TemplateSize {
  readonly stack: string;
  readonly resources: number;
  readonly bytes: number;
}

export interface Measurement {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMiB: number;
  readonly templates: readonly TemplateSize[];
}

async function main([name = '', root = '', outdir = '']: readonly string[]): Promise<void> {
  const scenario = scenarios.find((candidate) => candidate.name === name);
  if (!scenario) throw new Error(`no scenario ${name}`);
  const folder = await scenario.run({ root, outdir });
  const { user, system } = process.cpuUsage();
  const used = {
    cpuSeconds: (user + system) / 1e6,
    wallSeconds: process.uptime(),
    // Node gives kilobytes on every system.
    peakMiB: process.resourceUsage().maxRSS / 1024,
  };
  const measurement: Measurement = { ...used, templates: templates(folder) };
  process.stdout.write(JSON.stringify(measurement));
}

function templates(folder: string): TemplateSize[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => {
      const text = readFileSync(join(folder, file));
      const { Resources = {} } = JSON.parse(text.toString()) as { Resources?: object };
      return {
        stack: file.replace('.template.json', ''),
        resources: Object.keys(Resources).length,
        bytes: text.length,
      };
    });
}

void main(process.argv.slice(2));
