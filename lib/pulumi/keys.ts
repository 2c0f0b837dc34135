import { all, ComponentResource, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';
import * as kms from '@pulumi/aws/kms';
import { ids } from '../core/identities';
import type { KeyPlan, KeyPurpose, Plan } from '../core/plan/types';
import { keyPolicy } from '../core/render/policies/key-policy';
import type { RoleArns } from '../core/render/refs';
import { filled } from './inputs';
import { rendered } from './rendered';
import { retained } from './retained';

export interface ClusterKeysArgs {
  readonly plan: Plan;
  readonly roleArns: Output<RoleArns>;
  /**
   * ARNs of more roles that may read passwords. No use with an injected key: its owner decides.
   * @default - none
   */
  readonly secretReaders?: readonly Input<string>[];
}

/** ARNs of new and of injected keys. */
export type KeyArnOutputs = Readonly<Record<KeyPurpose, Output<string>>>;

/** One customer-managed key per purpose, unless the deployment brings its own. */
export class ClusterKeys extends ComponentResource {
  readonly arns: KeyArnOutputs;

  constructor(
    private readonly name: string,
    private readonly args: ClusterKeysArgs,
    options?: ComponentResourceOptions,
  ) {
    super('automq-byoc:index:ClusterKeys', name, {}, options);
    this.arns = {
      data: this.provideKey('data'),
      wal: this.provideKey('wal'),
      logs: this.provideKey('logs'),
      secrets: this.provideKey('secrets'),
    };
    this.registerOutputs({ arns: this.arns });
  }

  private provideKey(purpose: KeyPurpose): Output<string> {
    const row = this.args.plan.keys[purpose];
    return row.existingArn === undefined ? this.createKey(purpose, row).arn : filled(row.existingArn);
  }

  private createKey(purpose: KeyPurpose, row: KeyPlan): kms.Key {
    const { plan } = this.args;
    const settings = {
      description: row.purpose,
      policy: this.policyOf(purpose),
      enableKeyRotation: row.rotation,
      deletionWindowInDays: row.deletionWindowDays,
      tags: plan.tags,
    };
    const key = new kms.Key(`${this.name}-${ids.key(purpose)}`, settings, retained(this, plan));
    this.createAlias(purpose, row, key);
    return key;
  }

  private policyOf(purpose: KeyPurpose): Output<string> {
    const { plan, roleArns, secretReaders = [] } = this.args;
    if (purpose !== 'secrets') return rendered(roleArns, (arns) => keyPolicy(plan, purpose, arns));
    const readers = all([...secretReaders]).apply((arns) => arns.map((arn) => ({ AWS: [arn] })));
    return rendered(all([roleArns, readers]), ([arns, principals]) => keyPolicy(plan, purpose, arns, principals));
  }

  /** Not retained: it holds nothing, and a name left behind would stop the next deploy. */
  private createAlias(purpose: KeyPurpose, row: KeyPlan, key: kms.Key): void {
    const settings = { name: row.alias, targetKeyId: key.keyId };
    new kms.Alias(`${this.name}-${ids.keyAlias(purpose)}`, settings, { parent: this });
  }
}
