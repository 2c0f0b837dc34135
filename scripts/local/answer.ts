/** What a client saw of the cluster that `npm start` deployed: the lines to show, or why that is no Kafka that answers. */

export interface Answer {
  readonly brokers: readonly {
    readonly id: number;
    readonly host: string;
    readonly port: number;
    readonly rack: string;
  }[];
  /** Numbers of records that a broker took, and of those that were not read again. */
  readonly acknowledged: readonly number[];
  readonly missing: readonly number[];
  /** Of records that no broker took. */
  readonly failures: readonly string[];
  readonly longestMs: number;
}

/** Throws where a record failed, was lost, or none was taken at all. */
export function linesOf({ brokers, acknowledged, missing, failures, longestMs }: Answer): string[] {
  if (brokers.length === 0) throw new Error('no broker is known');
  if (failures.length > 0)
    throw new Error(`${failures.length} records were not taken, the first one because of: ${failures[0]}`);
  if (acknowledged.length === 0) throw new Error('no record was taken');
  if (missing.length > 0) throw new Error(`${missing.length} of ${acknowledged.length} records were not read again`);
  const known = [...brokers].sort((a, b) => a.id - b.id);
  return [
    ...known.map(({ id, host, port, rack }) => `broker ${id} in ${rack}: ${host}:${port}`),
    `topic 'tour': ${acknowledged.length} records produced and consumed, never longer than ${longestMs} ms apart`,
  ];
}
