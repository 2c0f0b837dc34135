/** Refuses a template that would lose data. */
export { differ, type Differ } from './diff';
export { sentence, standing, type Finding } from './finding';
export { guard, type GuardInput } from './guard';
export { statefulTypes } from './stateful';
