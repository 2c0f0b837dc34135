import type { Plan } from '../plan/types';
import { paths } from './paths';

/** One stream for each instance and file: the instance id survives in its name when the machine is gone. */
const shipped = [
  { path: paths.bootLog, stream: '{instance_id}/boot' },
  { path: paths.serverLog, stream: '{instance_id}/server' },
] as const;

/** Settings of the CloudWatch agent: it ships logs and collects nothing. The log group exists before the first machine. */
export function renderAgent(plan: Plan): string {
  const collect_list = shipped.map(({ path, stream }) => ({
    file_path: path,
    log_group_name: plan.logGroups.nodes.name,
    log_stream_name: stream,
  }));
  const settings = {
    logs: { logs_collected: { files: { collect_list } } },
  };
  return `${JSON.stringify(settings)}\n`;
}
