import { CfnCondition, CfnParameter, Fn } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { ParameterRow, Plan } from '../core/plan/types';

/**
 * Capacity as stack parameters.
 *
 * Each has the default `file`: the value of the deployment file. A parameter whose default were the value itself would
 * swallow every later edit of the file, because the CDK CLI sends the previous value again.
 */
export class CapacityParameters extends Construct {
  readonly parameters: Readonly<Record<string, CfnParameter>>;
  private readonly choices: Readonly<Record<string, Choice>>;

  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id);
    this.parameters = Object.fromEntries(plan.parameters.map((row) => [row.id, this.createParameter(row)]));
    this.choices = Object.fromEntries(plan.parameters.map((row) => [row.id, this.createChoice(row)]));
  }

  /** The parameter's value, or the file's while it says `file`; undefined where the plan has no such parameter. */
  valueInForce(id: string): string | undefined {
    return this.choices[id]?.value;
  }

  /** The value in force, or who set it: `file` or `parameter`. */
  show(id: string, what: 'value' | 'source'): string | undefined {
    return this.choices[id]?.[what];
  }

  private createParameter(row: ParameterRow): CfnParameter {
    return new CfnParameter(this, row.id, {
      type: 'String',
      default: row.default,
      allowedValues: [...row.allowed],
      description: row.description,
    });
  }

  private createChoice(row: ParameterRow): Choice {
    const value = this.parameters[row.id]!.valueAsString;
    const fromFile = new CfnCondition(this, `${row.id}FromFile`, {
      expression: Fn.conditionEquals(value, row.default),
    });
    const choose = (file: string, set: string) => Fn.conditionIf(fromFile.logicalId, file, set).toString();
    return { value: choose(row.fileValue, value), source: choose('file', 'parameter') };
  }
}

interface Choice {
  readonly value: string;
  readonly source: string;
}
