import { RunError } from '@pulumi/pulumi';
import type { SeasonParameterRow, SeasonsPlan } from '../core/plan/types';
import type { Overrides } from './capacity-parameters';

/**
 * Season parameters as configuration of the Pulumi stack: `file` or absent is the value of the deployment file.
 *
 * @throws RunError for a name the plan does not have, a value it does not allow, and one edge of a season without the other
 */
export class SeasonParameters {
  /** Value of each parameter, for the definition of the keeper. */
  readonly references: Readonly<Record<string, string>>;

  constructor(
    private readonly plan: SeasonsPlan,
    overrides: Overrides = {},
  ) {
    const given = Object.entries(overrides).filter(([, value]) => value !== undefined);
    const set = Object.fromEntries(given.map(([id, value]) => [id, String(value)]));
    this.references = Object.fromEntries(plan.parameters.map((row) => [row.id, set[row.id] ?? row.default]));
    const mistakes = [
      ...Object.entries(set).flatMap(([id, value]) => this.valueMistakes(id, value)),
      ...plan.seasons.flatMap(({ name }) => this.edgeMistakes(name)),
    ];
    if (mistakes.length > 0) throw new RunError(mistakes.join('\n'));
  }

  /** The parameters of one season. */
  rowsOf(season: string): readonly SeasonParameterRow[] {
    return this.plan.parameters.filter((row) => row.season === season);
  }

  /** Whether a parameter has this value. */
  says(id: string, value: string): boolean {
    return this.references[id] === value;
  }

  private valueMistakes(id: string, value: string): string[] {
    const row = this.plan.parameters.find((each) => each.id === id);
    if (row === undefined) return [`${id}: this deployment has no such parameter, got ${value}`];
    const fits = row.allowed?.includes(value) ?? new RegExp(`^(?:${row.pattern})$`).test(value);
    return fits ? [] : [`${id}: got ${value}; allowed: ${row.allowed?.join(', ') ?? row.constraint}`];
  }

  private edgeMistakes(season: string): string[] {
    const [start, end] = (['start', 'end'] as const).map(
      (sets) => this.rowsOf(season).find((row) => row.sets === sets)!.id,
    ) as [string, string];
    const alone = this.says(start, 'file') !== this.says(end, 'file');
    return alone ? [`${start}, ${end}: set both together, or leave both at "file"`] : [];
  }
}
