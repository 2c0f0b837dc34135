/** node scripts/summary.js FOLDER: one line for each template of a cloud assembly, in the order they are deployed. */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const folder = process.argv[2];
const { artifacts } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

for (const artifact of Object.values(artifacts).filter(({ type }) => type === 'aws:cloudformation:stack')) {
  const path = join(folder, artifact.properties.templateFile);
  const { Resources, Description } = JSON.parse(readFileSync(path, 'utf8'));
  console.log(`${artifact.properties.stackName}: ${Object.keys(Resources).length} resources, ${path}`);
  console.log(`  ${Description}`);
}
