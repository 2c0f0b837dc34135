/** How a command ends other than well. */

/** The user gave something that cannot work: every mistake on a line of its own, exit code 2, nothing written. */
export class BadInput extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'BadInput';
  }
}

/** Something else failed, and this sentence says what and what to do: exit code 1. */
export class Failure extends Error {
  override readonly name = 'Failure';
}
