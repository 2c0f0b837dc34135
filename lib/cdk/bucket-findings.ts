import type { BucketPurpose } from '../core/plan/types';
import { CONFORMANCE_PACKS, inPacks, type Acknowledgement } from './annotate';

const REPLICATION = inPacks('S3BucketReplicationEnabled', ...CONFORMANCE_PACKS);
const VERSIONING = inPacks('S3BucketVersioningEnabled', ...CONFORMANCE_PACKS);
const KMS_DEFAULT = inPacks('S3DefaultEncryptionKMS', ...CONFORMANCE_PACKS);

/** Why findings on each bucket stand. */
export const BUCKET_FINDINGS: Readonly<Record<BucketPurpose, readonly Acknowledgement[]>> = {
  data: [
    {
      id: VERSIONING,
      reason:
        'AutoMQ compacts: all day it merges objects into new ones and deletes the old. Versioning would keep every one of them, ' +
        'at a multiple of the cost of the data. The bucket policy denies writing and ' +
        'deleting to everyone but the node roles, the deployers and the break-glass role.',
    },
    {
      id: REPLICATION,
      reason:
        'A replica of the objects without the metadata of the same moment cannot be opened by a cluster, so replication would ' +
        'double the cost without a copy to restore from; it also demands versioning. S3 itself keeps every object in three zones.',
    },
  ],
  ops: [
    {
      id: REPLICATION,
      reason:
        'Holds markers and command output of this cluster in this region, and nothing that another region could use. ' +
        'Versioning is on, and S3 keeps every object in three zones.',
    },
  ],
  logs: [
    {
      id: KMS_DEFAULT,
      reason:
        'S3 delivers server access logs only to a bucket whose default encryption is SSE-S3; SSE-KMS is not supported for a ' +
        'log destination (Amazon S3 User Guide, Enabling Amazon S3 server access logging). Everything in it is encrypted with AES-256.',
    },
    {
      id: VERSIONING,
      reason:
        'Only the S3 log service writes here, always under a new name, so there is no version to keep; old logs expire by rule.',
    },
    {
      id: REPLICATION,
      reason:
        'A copy of the access logs belongs into the log archive of the organisation, which the customer owns and connects; a second ' +
        'bucket of this stack in the same account would protect against nothing more. S3 keeps every object in three zones.',
    },
  ],
};
