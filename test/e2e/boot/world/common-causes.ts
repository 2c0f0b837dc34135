/** Why all nodes may fail at once, so that another machine would do no better. */
import { json, jsonError, queryError } from './answers';
import type { Call } from './call';
import type { Fault } from './services';
import type { Node, World } from './world';

type Cause = readonly [cause: string, arrange: (world: World, node: Node) => () => void, says: RegExp];

const refused =
  (service: string, action: string, answer: ReturnType<typeof json>): Cause[1] =>
  ({ services: { faults } }, { instance }) => {
    const fault: Fault = (call: Call) =>
      call.keyId === instance.keyId && call.service === service && call.action === action ? answer : undefined;
    faults.add(fault);
    return () => void faults.delete(fault);
  };

const notAlone = ({ source }: RegExp): RegExp => new RegExp(`FAILED: not well, but not alone: .*${source}`);

/** Answers as the services give them: S3's errors and Secrets Manager's, which both name the key when it is the key that refuses. */
export const commonCauses: readonly Cause[] = [
  [
    'the bucket is refused',
    refused('s3', 'PutObject', queryError('AccessDenied', 'Access Denied', 403)),
    notAlone(/AccessDenied/),
  ],
  [
    'the key is refused',
    refused('s3', 'PutObject', queryError('KMS.DisabledException', 'The key is disabled.', 400)),
    notAlone(/KMS\.DisabledException/),
  ],
  [
    'the secret is refused',
    refused('secretsmanager', 'GetSecretValue', jsonError('AccessDeniedException', 'not authorized')),
    /FAILED: no password in \S+: check secret, key, endpoint .*AccessDeniedException/,
  ],
  [
    'a machine of the group is out of service already',
    ({ account }, { instance }) => {
      const other = { ...instance, id: 'i-other', state: 'Pending:Wait' as const, shown: new Map<string, number>() };
      account.instances.set(other.id, other);
      return () => void account.instances.delete(other.id);
    },
    notAlone(/check group/),
  ],
];
