/** node scripts/summary.js FOLDER: one line for each template of a cloud assembly, in the order they are deployed. */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const folder = process.argv[2];
const { artifacts } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');

for (const [id, { properties }] of stacks) {
  const path = join(folder, properties.templateFile);
  const { Resources, Description } = JSON.parse(readFileSync(path, 'utf8'));
  console.log(`${properties.stackName ?? id}: ${Object.keys(Resources).length} resources, ${path}`);
  console.log(`  ${Description}`);
}
