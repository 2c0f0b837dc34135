/**
 * Loaded before the CDK CLI. It sleeps 5 s between two looks at a stack, and 2 s between two reads of its events; here a stack
 * takes a second or two, so most of a deploy would be sleep. No other timer has just these lengths; nothing else is changed.
 */
const POLLS = new Map([
  [5000, 250],
  [2000, 250],
]);
const wait = globalThis.setTimeout;
globalThis.setTimeout = Object.assign(
  (run, milliseconds, ...rest) => wait(run, POLLS.get(milliseconds) ?? milliseconds, ...rest),
  wait,
);
