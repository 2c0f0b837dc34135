/** tsc copies no shell files; the machines' scripts and units must be in the package beside the code that reads them. */
const { cpSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
cpSync(join(root, 'lib/instance'), join(root, 'dist/lib/instance'), {
  recursive: true,
  filter: (path) => !path.endsWith('.ts'),
});
