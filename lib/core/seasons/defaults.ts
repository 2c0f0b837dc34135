/** Minutes before the start: twice what new brokers take to carry load (`lead-time.ts`), with room for one failed launch. */
export const defaultLeadMinutes = 30;

/** Minutes after the end: a peak rarely ends on the minute, and coming down costs a drain for each broker. */
export const defaultHoldMinutes = 60;

/** Minutes between two runs of the floor keeper; a floor that was lost is back after one. */
export const keeperIntervalMinutes = 5;

/** States of a run of the keeper that changes nothing; a test counts them. */
export const keeperRunStates = 6;
