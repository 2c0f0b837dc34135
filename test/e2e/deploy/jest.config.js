/** Deploys into a local AWS with the real CDK CLI: `npm run e2e:deploy`. Needs Python 3.10 with venv; minutes, not seconds. */
module.exports = {
  ...require('../../../jest.config.js'),
  globalSetup: undefined,
  globalTeardown: undefined,
  maxWorkers: 1,
  testMatch: ['<rootDir>/test/e2e/deploy/**/*.deploy.ts'],
  testTimeout: 600_000,
};
