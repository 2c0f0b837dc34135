import {
  ComponentResource,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  type Output,
} from '@pulumi/pulumi';
import * as acmpca from '@pulumi/aws/acmpca';
import { ids } from '../core/identities';
import type { Plan, TlsPlan } from '../core/plan/types';
import { retained } from './retained';

type PrivateCa = Extract<TlsPlan, { issuer: 'private-ca' }>;

export interface ClusterAuthorityArgs {
  readonly plan: Plan;
  readonly tls: PrivateCa;
}

/**
 * A private certificate authority in short-lived mode: it signs nodes' certificates for at most seven days, so none
 * ever needs to be revoked. All three resources stay together: without the activation the authority is disabled.
 */
export class ClusterAuthority extends ComponentResource {
  readonly arn: Output<string>;

  constructor(
    private readonly name: string,
    private readonly args: ClusterAuthorityArgs,
    options?: ComponentResourceOptions,
  ) {
    super('automq-byoc:index:ClusterAuthority', name, {}, options);
    const authority = this.createAuthority();
    const certificate = this.createCertificate(authority);
    this.createActivation(authority, certificate);
    this.arn = authority.arn;
    this.registerOutputs({ arn: this.arn });
  }

  private createAuthority(): acmpca.CertificateAuthority {
    const { plan, tls } = this.args;
    const { keyAlgorithm, signingAlgorithm, usageMode } = tls.authority;
    const settings = {
      type: 'ROOT',
      usageMode,
      certificateAuthorityConfiguration: {
        keyAlgorithm,
        signingAlgorithm,
        subject: { commonName: tls.commonName },
      },
      tags: plan.tags,
    };
    return new acmpca.CertificateAuthority(`${this.name}-${ids.authority}`, settings, this.kept());
  }

  private createCertificate(authority: acmpca.CertificateAuthority): acmpca.Certificate {
    const { partition } = this.args.plan.cluster;
    const settings = {
      certificateAuthorityArn: authority.arn,
      certificateSigningRequest: authority.certificateSigningRequest,
      signingAlgorithm: this.args.tls.authority.signingAlgorithm,
      templateArn: `arn:${partition}:acm-pca:::template/RootCACertificate/V1`,
      validity: { type: 'YEARS', value: String(this.args.tls.authority.years) },
    };
    return new acmpca.Certificate(`${this.name}-${ids.authorityCertificate}`, settings, this.kept());
  }

  private createActivation(authority: acmpca.CertificateAuthority, certificate: acmpca.Certificate): void {
    const settings = { certificateAuthorityArn: authority.arn, certificate: certificate.certificate };
    new acmpca.CertificateAuthorityCertificate(`${this.name}-${ids.authorityActivation}`, settings, this.kept());
  }

  private kept(): CustomResourceOptions {
    return retained(this, this.args.plan);
  }
}
