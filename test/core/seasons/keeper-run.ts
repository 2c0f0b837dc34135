/** One run of the keeper's expressions by the reference implementation of JSONata, without the states around them. */
import jsonata from 'jsonata';
import type { Plan } from '../../../lib/core';
import { keeperDefinition } from '../../../lib/core/render';

export interface KeeperInput {
  readonly at: string;
  /** By parameter; one that is missing is `file`. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly groups: readonly { readonly name: string; readonly minimum: number; readonly baseline?: number }[];
}

export interface KeeperOutput {
  readonly seasons: readonly string[];
  readonly wrong: readonly string[];
  /** Broker groups that Auto Scaling did not name. */
  readonly missing: readonly string[];
  /** Seasons whose calendar has ended. */
  readonly over: readonly string[];
  readonly groups: readonly { readonly name: string; readonly minimum: number; readonly floor: number }[];
}

type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- a definition is any JSON

const compiled = new Map<string, jsonata.Expression>();

async function evaluate(text: unknown, states: object, variables: Json): Promise<unknown> {
  if (typeof text !== 'string' || !text.startsWith('{%')) return text;
  const expression = compiled.get(text) ?? jsonata(text.slice(2, -2));
  compiled.set(text, expression);
  return JSON.parse(JSON.stringify((await expression.evaluate({}, { states, ...variables })) ?? null));
}

/** The plan's definition with its parameters filled in, as CloudFormation hands it over. */
export function filledIn(plan: Plan, parameters: KeeperInput['parameters'] = {}): Json {
  const text = JSON.stringify(keeperDefinition(plan));
  return JSON.parse(text.replace(/\$\{(\w+)\}/g, (_, id: string) => parameters[id] ?? 'file')) as Json;
}

export async function runKeeper(plan: Plan, { at, parameters, groups }: KeeperInput): Promise<KeeperOutput> {
  const { States } = filledIn(plan, parameters) as { States: Json };
  const tag = plan.seasons!.keeper.baselineTag;
  const response = groups.map(({ name, minimum, baseline }) => ({
    AutoScalingGroupName: name,
    MinSize: minimum,
    Tags:
      baseline === undefined
        ? []
        : [
            { Key: 'owner', Value: '7' },
            { Key: tag, Value: String(baseline) },
          ],
  }));
  const input = { input: { at }, context: { Execution: { StartTime: at } } };
  const assigned: Json = {};
  for (const [name, value] of Object.entries(States.Calendar.Assign as Json)) {
    assigned[name] = await evaluate(value, input, {});
  }
  const seen = await evaluate(States.LookAtGroups.Output, { result: { AutoScalingGroups: response } }, assigned);
  return (await evaluate(States.WorkOutFloors.Output, { input: seen }, assigned)) as KeeperOutput;
}
