/** The account as the checks see it: plain rows, and the few things that destructive checks change. */
import type { ObservedGroup } from '../aws/observe';

export interface StackEvent {
  readonly time: number;
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string;
}

export interface StackState {
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly status: string;
}

/** A launch or an end that Auto Scaling carried out. Times in milliseconds since 1970. */
export interface Activity {
  readonly id: string;
  readonly kind: 'launch' | 'end';
  readonly machine: string;
  readonly started: number;
  /** Absent while it goes on. */
  readonly ended?: number;
}

export interface Refresh {
  readonly id: string;
  readonly status: string;
  readonly reason: string;
  readonly started: number;
  readonly ended?: number;
}

export interface Disk {
  readonly id: string;
  readonly machine: string;
  readonly encrypted: boolean;
  readonly keyArn: string;
}

/** What to look for in the trail: calls of one session, by its name, or calls of one action. */
export type TrailQuestion = { readonly session: string } | { readonly action: string };

export interface TrailCall {
  /** Name of the session that signed: a machine signs with its instance id. */
  readonly session: string;
  /** Name of the role, where it was one. */
  readonly role: string;
  readonly action: string;
  /** Empty where it was allowed. */
  readonly error: string;
}

export interface RefreshRequest {
  readonly minHealthyPercentage: number;
  readonly maxHealthyPercentage: number;
  readonly warmupSeconds: number;
  /** Names of alarms that stop it. */
  readonly alarms: readonly string[];
}

export interface Reading {
  stack(name: string): Promise<StackState | undefined>;
  /** Newest first, as far back as CloudFormation remembers. */
  events(stack: string): Promise<readonly StackEvent[]>;
  /** Values of its parameters. */
  parameters(stack: string): Promise<Readonly<Record<string, string>>>;
  /** Physical id by logical id. */
  resources(stack: string): Promise<Readonly<Record<string, string>>>;
  template(stack: string): Promise<string>;
  group(name: string): Promise<ObservedGroup | undefined>;
  /** Newest first. */
  activities(group: string): Promise<readonly Activity[]>;
  /** Newest first. */
  refreshes(group: string): Promise<readonly Refresh[]>;
  /** Volumes of the cluster's machines. */
  disks(): Promise<readonly Disk[]>;
  /** When the role was made, or undefined where there is none. */
  roleMade(name: string): Promise<number | undefined>;
  /** Whether a role may do something to a resource with these tags. */
  allows(roleArn: string, action: string, resource: string, tags: Readonly<Record<string, string>>): Promise<boolean>;
  /** What CloudTrail's event history holds of the last hour: management events, about 15 minutes late. */
  trail(questions: readonly TrailQuestion[]): Promise<readonly TrailCall[]>;
  /** Instance, subnet and interface by address, for every interface of the cluster. */
  addresses(): Promise<
    Readonly<Record<string, { readonly machine: string; readonly subnet: string; readonly id: string }>>
  >;
}

export interface Changing {
  /** Updates a stack, every parameter as it is, and waits; the status it ends with. */
  update(stack: string, template: string, limitSeconds: number): Promise<string>;
  /** Gives a stack values of parameters, all else as it is, and waits; the status it ends with. */
  setParameters(stack: string, values: Readonly<Record<string, string>>, limitSeconds: number): Promise<string>;
  setMinimum(group: string, size: number): Promise<void>;
  setDesired(group: string, size: number): Promise<void>;
  /** Replaces every machine of a group, matching ones too; the refresh's id. */
  refresh(group: string, request: RefreshRequest): Promise<string>;
  ring(alarm: string, state: 'ALARM' | 'OK'): Promise<void>;
  /** Asks for an interface with this address; the refusal, or undefined where it was given (and is given back). */
  takeAddress(subnet: string, address: string): Promise<string | undefined>;
}

export interface Account extends Reading, Changing {
  /** Milliseconds since 1970. */
  now(): number;
  pause(seconds: number): Promise<void>;
}

/** Looks every few seconds until it is so, or the limit has passed. */
export async function until(account: Account, limitSeconds: number, holds: () => Promise<boolean>): Promise<boolean> {
  const end = account.now() + limitSeconds * 1000;
  for (;;) {
    if (await holds()) return true;
    if (account.now() >= end) return false;
    await account.pause(5);
  }
}
