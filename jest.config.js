/** Unit tests. The CloudFormation validator is a step of its own (`npm run policy`): here it would cost most of the time. */
process.env.CDK_VALIDATION = 'false';

module.exports = {
  rootDir: __dirname, // for the configurations of test/e2e, which build on this one
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/synth/global-setup.ts',
  globalTeardown: '<rootDir>/test/synth/global-teardown.ts',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  maxWorkers: 2,
  workerIdleMemoryLimit: '2GB',
};
