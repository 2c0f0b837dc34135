import type { Plan } from '../../plan/types';

/** Roles, or patterns of roles, of people and pipelines: those that deploy, and the one for emergencies. */
export const operators = ({ access }: Plan): readonly string[] => [
  ...access.deployers,
  ...(access.breakGlass === undefined ? [] : [access.breakGlass]),
];
