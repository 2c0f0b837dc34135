/** How long new brokers take until they carry load, step by step. */

export interface LeadStep {
  readonly step: string;
  readonly seconds: number;
  readonly source: string;
}

/** Partitions that move to new brokers in all; a cluster with more takes longer. */
const movedPartitions = 1000;

/** The published figure for a scale-out of AutoMQ is four minutes from the launch; measured steps replace the guessed ones. */
export const leadSteps: readonly LeadStep[] = [
  { step: 'floor keeper', seconds: 300, source: 'at worst one whole interval' },
  { step: 'schedule', seconds: 60, source: 'EventBridge Scheduler starts within the minute' },
  { step: 'EC2', seconds: 60, source: 'martysweet.co.uk/ec2-launch-times, brevdev/ec2-coldboot-research: 26 to 60 s' },
  { step: 'boot', seconds: 90, source: 'guess: packages, archive, JVM and registration; not measured on EC2' },
  { step: 'balancer', seconds: 120, source: 'AutoMQ 1.7.3: looks every 60 s at metrics up to 60 s old' },
  {
    step: 'moves',
    seconds: Math.ceil(movedPartitions / 50) * 5,
    source: `AutoMQ 1.7.3: 50 partitions every 5 s, for ${movedPartitions} partitions`,
  },
  { step: 'clients', seconds: 60, source: 'producers and consumers refresh their metadata' },
];

/** From the moment the floor changes in the calendar until new brokers carry load. */
export const leadSeconds = leadSteps.reduce((sum, { seconds }) => sum + seconds, 0);

/** How late the keeper states a floor at worst. */
export const slipSeconds = leadSteps.slice(0, 2).reduce((sum, { seconds }) => sum + seconds, 0);

/** Without the keeper and its schedule: what target tracking needs after its alarm. */
export const launchSeconds = leadSteps.slice(2).reduce((sum, { seconds }) => sum + seconds, 0);

/** Least lead time in minutes. */
export const neededLeadMinutes = Math.ceil(leadSeconds / 60);
