/** `automq-byoc plan FILE`: every decision that follows from a deployment file, or what to ask of others for it. */
import { plan as decide, request } from '../../core';
import { readDeployment } from '../../files';
import { type Io, json, look } from '../io';
import { measureTemplates } from '../synthesize';
import { day } from './day';
import { planText } from '../text/plan/plan-text';
import { requestText } from '../text/plan/request-text';

export interface PlanCommandOptions {
  readonly json?: boolean;
  readonly request?: boolean;
  /** @default - today */
  readonly asOf?: string;
}

export async function plan(file: string, options: PlanCommandOptions, io: Io): Promise<void> {
  const asOf = day(options.asOf ?? io.today());
  const { deployment, origins } = readDeployment(file);
  const decided = decide(deployment, asOf);
  if (options.request) {
    const rows = request(decided);
    return options.json ? json(io.stdout, rows) : void io.stdout.write(requestText(decided, rows, look(io)));
  }
  const view = { file, plan: decided, templates: await measureTemplates(decided), origins };
  if (options.json) json(io.stdout, view);
  else io.stdout.write(planText(view, look(io)));
}
