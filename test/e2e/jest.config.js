/** Tests that take long: shell on played machines, both engines beside each other, the packed archive. `npm run e2e`. */
module.exports = {
  ...require('../../jest.config.js'),
  testMatch: ['<rootDir>/test/**/*.slow.ts', '<rootDir>/test/e2e/package.e2e.ts'],
  testTimeout: 300_000,
};
