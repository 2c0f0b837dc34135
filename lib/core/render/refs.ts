/**
 * Strings that only exist at deploy time. Render embeds them and never looks inside: in CDK they are tokens,
 * in Pulumi resolved outputs.
 */
import type { KeyPurpose, RolePurpose } from '../plan/types';

/** ARNs of roles that exist; `flowLogs` only with a new VPC. */
export type RoleArns = Readonly<Partial<Record<RolePurpose, string>>>;

/** ARNs of the keys. */
export type KeyArns = Readonly<Record<KeyPurpose, string>>;

/** What a node's user data needs to know. */
export interface BootRefs {
  /**
   * Name of the stack that holds the group; boot signals it.
   * @default - no stack waits for a signal
   */
  readonly stackName?: string;
  /** Logical id of the group in that stack. */
  readonly signalResource?: string;
  /** Volume of a pinned node. */
  readonly volumeId?: string;
  /** Certificate authority, with `tls.issuer: private-ca`. */
  readonly authorityArn?: string;
}
