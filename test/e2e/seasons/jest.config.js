/** A year of seasons through the real state machine on a local AWS: `npm run e2e:seasons`. Needs Python 3.10 with venv. */
module.exports = {
  ...require('../../../jest.config.js'),
  globalSetup: undefined,
  globalTeardown: undefined,
  testMatch: ['<rootDir>/test/e2e/seasons/**/*.seasons.ts'],
  testTimeout: 600_000,
  maxWorkers: 1,
};
