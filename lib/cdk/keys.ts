import { Lazy } from 'aws-cdk-lib';
import { CfnAlias, CfnKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { ids } from '../core/identities';
import type { KeyPlan, KeyPurpose, Plan } from '../core/plan/types';
import { keyPolicy } from '../core/render';
import type { KeyArns, RoleArns, Statement } from '../core/render';
import { describe, retained } from './annotate';

const FILE = 'lib/cdk/keys.ts';

export interface ClusterKeysProps {
  readonly plan: Plan;
  readonly roleArns: RoleArns;
}

/** One customer-managed key per purpose, unless the deployment brings its own. */
export class ClusterKeys extends Construct {
  readonly arns: KeyArns;
  private readonly secretReaders: Statement['Principal'][] = [];

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

  /** Lets one more principal read passwords through Secrets Manager. No use with an injected key: its owner decides. */
  addSecretReader(principal: Statement['Principal']): void {
    this.secretReaders.push(principal);
  }

  private provideKey(purpose: KeyPurpose): string {
    const row = this.props.plan.keys[purpose];
    return row.existingArn ?? this.createKey(purpose, row).attrArn;
  }

  private createKey(purpose: KeyPurpose, row: KeyPlan): CfnKey {
    const { plan, roleArns } = this.props;
    const key = new CfnKey(this, ids.key(purpose), {
      keyPolicy: Lazy.any({ produce: () => keyPolicy(plan, purpose, roleArns, this.secretReaders) }), // readers may come later
      enableKeyRotation: row.rotation,
      pendingWindowInDays: row.deletionWindowDays,
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
