import { hoursPerMonth, prices } from '../facts';
import { keeperRunStates } from '../seasons/defaults';
import type { SeasonsPlan } from '../seasons/types';
import { row, total } from './cost-row';
import type { CostRow } from './types';

/** Bytes that a run writes into its log with inputs and outputs: an estimate, not measured on AWS. */
const logBytesPerRun = 20_000;

/** What seasons cost in a month by being there, with no broker above the baseline; nothing without seasons. */
export function planSeasonCosts(seasons: SeasonsPlan | undefined): readonly CostRow[] {
  if (!seasons) return [];
  const runs = (hoursPerMonth * 60) / seasons.keeper.everyMinutes;
  const { stateTransition, logsIngestGb, alarmMonth } = prices;
  const metrics = alarmMetrics(seasons);
  const gb = (runs * logBytesPerRun) / 1e9;
  return [
    row(
      'floor keeper, runs',
      `${runs} runs x ${keeperRunStates} states`,
      runs * keeperRunStates * stateTransition.usd,
      stateTransition.source,
    ),
    row('floor keeper, log', `${gb.toFixed(2)} GB, estimated`, gb * logsIngestGb.usd, logsIngestGb.source),
    row('alarms of seasons and scaling', `${metrics} metrics`, metrics * alarmMonth.usd, alarmMonth.source),
  ];
}

/** An alarm costs by the metrics it reads. Each of a group's two tracking policies makes an alarm of one. */
const alarmMetrics = ({ alarms, scaling }: SeasonsPlan): number =>
  total(alarms.map((alarm) => alarm.metrics.length)) + scaling.groups.length * (scaling.lowLoad.metrics.length + 2);
