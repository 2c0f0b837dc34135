import { bootstrapHost, pascal } from '../identities';
import { listeners } from './listeners';
import type { Settings } from './settings';
import type {
  BucketPlan,
  BucketPurpose,
  CapacityPlan,
  OutputRow,
  ParameterRow,
  SecretPlan,
  SecretPurpose,
  ZonePlan,
} from './types';

export interface Announced {
  readonly zones: readonly ZonePlan[];
  readonly capacity: CapacityPlan;
  readonly parameters: readonly ParameterRow[];
  readonly buckets: Readonly<Record<BucketPurpose, BucketPlan>>;
  readonly secrets: Readonly<Record<SecretPurpose, SecretPlan>>;
}

/** What a client team and an operator need to know, without reading the template. */
export function planOutputs(settings: Settings, announced: Announced): readonly OutputRow[] {
  const { zones, capacity, parameters, buckets, secrets } = announced;
  return [
    {
      id: 'BootstrapServers',
      value: `${bootstrapHost(settings.domain)}:${listeners.client.port}`,
      description: 'bootstrap.servers of the cluster, for clients whose zone is not known',
    },
    ...zones.flatMap(zoneOutputs),
    {
      id: 'ProducerSettings',
      value: asProperties(capacity.acknowledgement.producerSettings),
      description: 'Settings that every producer needs in addition',
    },
    ...parameters.flatMap(parameterOutputs),
    { id: 'DataBucketName', value: buckets.data.name, description: buckets.data.purpose },
    { id: 'OpsBucketName', value: buckets.ops.name, description: buckets.ops.purpose },
    { id: 'LogsBucketName', value: buckets.logs.name, description: buckets.logs.purpose },
    { id: 'AdminSecretName', value: secrets.admin.name, description: secrets.admin.purpose },
  ];
}

function zoneOutputs({ id, bootstrapHost: host, clientSettings }: ZonePlan): OutputRow[] {
  return [
    {
      id: `BootstrapServers${pascal(id)}`,
      value: `${host}:${listeners.client.port}`,
      description: `bootstrap.servers for clients in ${id}`,
    },
    {
      id: `ClientSettings${pascal(id)}`,
      value: asProperties(clientSettings),
      description: `Settings of clients in ${id}; append a name of your own to client.id after an ampersand`,
    },
  ];
}

function parameterOutputs({ id }: ParameterRow): OutputRow[] {
  return [
    { id: `${id}InForce`, inForce: { parameter: id, show: 'value' }, description: `Value of ${id} in force` },
    {
      id: `${id}SetBy`,
      inForce: { parameter: id, show: 'source' },
      description: `Who set ${id}: "file" is the deployment file, "parameter" an override in this stack`,
    },
  ];
}

const asProperties = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
