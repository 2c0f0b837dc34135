import { CfnAlias, CfnKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { ids } from '../core/identities';
import type { KeyPlan, KeyPurpose, Plan } from '../core/plan/types';
import { keyPolicy } from '../core/render';
import type { KeyArns, RoleArns } from '../core/render';
import { describe, retained } from './annotate';

const FILE = 'lib/cdk/keys.ts';
/** The longest KMS allows: a mistake has a month to be noticed. Source: KMS, ScheduleKeyDeletion, 7 to 30 days. */
const DELETION_WINDOW_DAYS = 30;

export interface ClusterKeysProps {
  readonly plan: Plan;
  readonly roleArns: RoleArns;
}

/** One customer-managed key per purpose, unless the deployment brings its own. */
export class ClusterKeys extends Construct {
  readonly arns: KeyArns;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ClusterKeysProps,
  ) {
    super(scope, id);
    this.arns = {
      data: this.provideKey('data'),
      wal: this.provideKey('wal'),
      logs: this.provideKey('logs'),
      secrets: this.provideKey('secrets'),
    };
  }

  private provideKey(purpose: KeyPurpose): string {
    const row = this.props.plan.keys[purpose];
    return row.existingArn ?? this.createKey(purpose, row).attrArn;
  }

  private createKey(purpose: KeyPurpose, row: KeyPlan): CfnKey {
    const { plan, roleArns } = this.props;
    const key = new CfnKey(this, ids.key(purpose), {
      keyPolicy: keyPolicy(plan, purpose, roleArns),
      enableKeyRotation: true,
      pendingWindowInDays: DELETION_WINDOW_DAYS,
    });
    this.createAlias(purpose, row, key);
    return retained(describe(key, row.purpose, `keys.${purpose}`, FILE), plan);
  }

  /** Not retained: it holds nothing, and a name left behind would stop the next deploy. */
  private createAlias(purpose: KeyPurpose, row: KeyPlan, key: CfnKey): void {
    const alias = new CfnAlias(this, ids.keyAlias(purpose), { aliasName: row.alias, targetKeyId: key.attrKeyId });
    describe(alias, `Readable name of the ${purpose} key.`, `keys.${purpose}`, FILE);
  }
}
