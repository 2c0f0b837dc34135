/** A deployed cluster whose machines really run: `npm run e2e:joined`, as root on Linux. Minutes, not seconds. */
module.exports = {
  ...require('../../../jest.config.js'),
  globalSetup: undefined,
  globalTeardown: undefined,
  maxWorkers: 1,
  testMatch: ['<rootDir>/test/e2e/joined/*.joined.ts'],
  testTimeout: 600_000,
};
