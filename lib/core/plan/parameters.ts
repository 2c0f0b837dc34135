import type { Settings } from './settings';
import type { BrokersPlan, ParameterRow } from './types';

/**
 * Capacity that an operator may override without a code change. The default is the word `file`, never the value: a value as
 * default would swallow every later edit of the file, because a deploy keeps the previous parameter.
 */
export function planParameters(settings: Settings, brokers: BrokersPlan): readonly ParameterRow[] {
  if (brokers.kind === 'pinned') return [];
  const most = settings.brokers.slotsPerZone - 1;
  return [
    {
      id: 'BrokersPerZone',
      default: 'file',
      allowed: ['file', ...Array.from({ length: most }, (_, index) => String(index + 1))],
      fileValue: String(settings.brokers.perZone),
      description: `Least brokers in each zone. "file" takes ${settings.brokers.perZone} from the deployment file; a number from 1 to ${most} wins until it is set back to "file".`,
    },
  ];
}
