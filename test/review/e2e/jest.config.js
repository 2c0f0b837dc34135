/** Slow checks of review and guard: packs on every fault, mutations, a simulator, a browser: `npm run e2e:review`. */
module.exports = {
  ...require('../../../jest.config.js'),
  testMatch: ['<rootDir>/test/review/e2e/**/*.e2e.ts'],
  testTimeout: 300_000,
  maxWorkers: 1,
};
