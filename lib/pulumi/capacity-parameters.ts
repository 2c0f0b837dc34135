import { RunError } from '@pulumi/pulumi';
import type { ParameterRow, Plan } from '../core/plan/types';

/** Overrides by the id of a parameter of the plan: `file` or absent takes the value of the deployment file. */
export type Overrides = Readonly<Record<string, string | number | undefined>>;

/**
 * Capacity as configuration of the Pulumi stack: the value given, or the file's while it says `file`.
 *
 * @throws RunError for a value that the plan does not allow, or a parameter that it does not have
 */
export class CapacityParameters {
  constructor(
    private readonly plan: Plan,
    private readonly overrides: Overrides = {},
  ) {
    const mistakes = Object.entries(overrides).flatMap(([id, value]) => this.mistakes(id, value));
    if (mistakes.length > 0) throw new RunError(mistakes.join('\n'));
  }

  /** The value in force; undefined where the plan has no such parameter. */
  valueInForce(id: string): string | undefined {
    return this.show(id, 'value');
  }

  /** The value in force, or who set it: `file` or `parameter`. */
  show(id: string, what: 'value' | 'source'): string | undefined {
    const row = this.row(id);
    if (row === undefined) return undefined;
    const given = String(this.overrides[id] ?? row.default);
    const fromFile = given === row.default;
    if (what === 'source') return fromFile ? 'file' : 'parameter';
    return fromFile ? row.fileValue : given;
  }

  private row(id: string): ParameterRow | undefined {
    return this.plan.parameters.find((row) => row.id === id);
  }

  private mistakes(id: string, value: string | number | undefined): string[] {
    const row = this.row(id);
    if (value === undefined || (row === undefined && value === 'file')) return [];
    if (row === undefined) return [`${id}: this deployment has no such parameter, got ${value}`];
    const [first, last] = [row.allowed[1], row.allowed.at(-1)];
    return row.allowed.includes(String(value)) ? [] : [`${id}: got ${value}; allowed: file, or ${first} to ${last}`];
  }
}
