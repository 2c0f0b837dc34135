/** Slow tests that build, pack and install the package: `npm run e2e`. */
module.exports = {
  ...require('./jest.config.js'),
  globalSetup: undefined,
  globalTeardown: undefined,
  testMatch: ['<rootDir>/test/e2e/**/*.e2e.ts'],
  testTimeout: 300_000,
  maxWorkers: 1,
};
