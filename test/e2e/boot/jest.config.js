/** Machines that really boot: `npm run e2e:boot`, as root on Linux. */
module.exports = {
  ...require('../../../jest.config.js'),
  globalSetup: undefined,
  globalTeardown: undefined,
  testMatch: ['<rootDir>/test/e2e/boot/*.boot.ts'],
  testTimeout: 600_000,
  maxWorkers: 1,
};
