import { CfnParameter, CfnRule, Fn, Stack, type ICfnConditionExpression } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { SeasonParameterRow, SeasonsPlan } from '../core/plan/types';

const INTERFACE = 'AWS::CloudFormation::Interface';

/** Season parameters: `file` by default, in the groups and under the labels that the console shows. */
export class SeasonParameters extends Construct {
  readonly parameters: Readonly<Record<string, CfnParameter>>;
  /** Value of each parameter at deploy time. */
  readonly references: Readonly<Record<string, string>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly plan: SeasonsPlan,
  ) {
    super(scope, id);
    this.parameters = Object.fromEntries(plan.parameters.map((row) => [row.id, this.createParameter(row)]));
    this.references = Object.fromEntries(
      Object.entries(this.parameters).map(([name, parameter]) => [name, parameter.valueAsString]),
    );
    plan.seasons.forEach(({ name }) => this.demandBothEdges(name));
    this.groupInConsole();
  }

  /** The parameters of one season. */
  rowsOf(season: string): readonly SeasonParameterRow[] {
    return this.plan.parameters.filter((row) => row.season === season);
  }

  /** Whether a parameter has this value. */
  says(id: string, value: string): ICfnConditionExpression {
    return Fn.conditionEquals(this.references[id], value);
  }

  private createParameter(row: SeasonParameterRow): CfnParameter {
    return new CfnParameter(this, row.id, {
      type: 'String',
      default: row.default,
      allowedValues: row.allowed && [...row.allowed],
      allowedPattern: row.pattern,
      constraintDescription: row.constraint,
      description: row.description,
    });
  }

  /** CloudFormation refuses a deploy with one of the two alone. (It cannot compare dates: the keeper does that.) */
  private demandBothEdges(season: string): void {
    const [start, end] = (['start', 'end'] as const).map(
      (sets) => this.rowsOf(season).find((row) => row.sets === sets)!.id,
    );
    const isFile = (id = ''): ICfnConditionExpression => this.says(id, 'file');
    new CfnRule(this, `${start}AndEnd`, {
      assertions: [
        {
          assert: Fn.conditionOr(
            Fn.conditionAnd(isFile(start), isFile(end)),
            Fn.conditionAnd(Fn.conditionNot(isFile(start)), Fn.conditionNot(isFile(end))),
          ),
          assertDescription: `Set ${start} and ${end} together, or leave both at "file".`,
        },
      ],
    });
  }

  private groupInConsole(): void {
    const groups = [...new Set(this.plan.parameters.map(({ group }) => group))];
    const idOf = (row: SeasonParameterRow): string => this.parameters[row.id]!.logicalId;
    const { templateOptions } = Stack.of(this);
    templateOptions.metadata = {
      ...templateOptions.metadata,
      [INTERFACE]: {
        ParameterGroups: groups.map((group) => ({
          Label: { default: group },
          Parameters: this.plan.parameters.filter((row) => row.group === group).map(idOf),
        })),
        ParameterLabels: Object.fromEntries(this.plan.parameters.map((row) => [idOf(row), { default: row.label }])),
      },
    };
  }
}
