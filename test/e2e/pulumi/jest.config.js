/** The real Pulumi CLI against a provider of ours; builds the CLI from the Go module proxy once: `npm run e2e:pulumi`. */
module.exports = {
  ...require('../../../jest.config.js'),
  globalSetup: undefined,
  globalTeardown: undefined,
  testMatch: ['<rootDir>/test/e2e/pulumi/**/*.run.ts'],
  testTimeout: 300_000,
  maxWorkers: 1,
};
