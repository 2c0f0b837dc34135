import { CfnCertificate, CfnCertificateAuthority, CfnCertificateAuthorityActivation } from 'aws-cdk-lib/aws-acmpca';
import type { CfnResource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ids } from '../core/identities';
import type { Plan, TlsPlan } from '../core/plan/types';
import { describe, retained } from './annotate';

const FILE = 'lib/cdk/authority.ts';

type PrivateCa = Extract<TlsPlan, { issuer: 'private-ca' }>;

export interface ClusterAuthorityProps {
  readonly plan: Plan;
  readonly tls: PrivateCa;
}

/**
 * A private certificate authority in short-lived mode: it signs nodes' certificates for at most seven days, so none
 * ever needs to be revoked. All three resources stay together: without the activation the authority is disabled.
 */
export class ClusterAuthority extends Construct {
  readonly arn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ClusterAuthorityProps,
  ) {
    super(scope, id);
    const authority = this.createAuthority();
    const certificate = this.createCertificate(authority);
    this.createActivation(authority, certificate);
    this.arn = authority.attrArn;
  }

  private createAuthority(): CfnCertificateAuthority {
    const { keyAlgorithm, signingAlgorithm, usageMode } = this.props.tls.authority;
    const authority = new CfnCertificateAuthority(this, ids.authority, {
      type: 'ROOT',
      usageMode,
      keyAlgorithm,
      signingAlgorithm,
      subject: { commonName: this.props.tls.commonName },
    });
    return this.kept(authority, this.props.tls.purpose);
  }

  private createCertificate(authority: CfnCertificateAuthority): CfnCertificate {
    const { partition } = this.props.plan.cluster;
    const certificate = new CfnCertificate(this, ids.authorityCertificate, {
      certificateAuthorityArn: authority.attrArn,
      certificateSigningRequest: authority.attrCertificateSigningRequest,
      signingAlgorithm: this.props.tls.authority.signingAlgorithm,
      templateArn: `arn:${partition}:acm-pca:::template/RootCACertificate/V1`,
      validity: { type: 'YEARS', value: this.props.tls.authority.years },
    });
    return this.kept(certificate, "The authority's own certificate, which clients trust.");
  }

  private createActivation(authority: CfnCertificateAuthority, certificate: CfnCertificate): void {
    const activation = new CfnCertificateAuthorityActivation(this, ids.authorityActivation, {
      certificateAuthorityArn: authority.attrArn,
      certificate: certificate.attrCertificate,
      status: 'ACTIVE',
    });
    this.kept(activation, 'Puts the certificate into the authority and lets it issue.');
  }

  private kept<R extends CfnResource>(resource: R, purpose: string): R {
    return retained(describe(resource, purpose, 'tls', FILE), this.props.plan);
  }
}
