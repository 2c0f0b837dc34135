/** Everything `automq-byoc plan` shows. */
import type { Plan } from '../../../core/plan/types';

export interface PlanView {
  /** The deployment file as the user named it. */
  readonly file: string;
  readonly plan: Plan;
  readonly templates: Templates;
  /** Which file each value came from; empty without `extends`. */
  readonly origins: readonly Origin[];
}

/** Sizes of the synthesized templates, or why they are not known. */
export type Templates = readonly TemplateSize[] | { readonly unknown: string };

export interface TemplateSize {
  readonly stack: string;
  readonly resources: number;
  /** Bytes of the template as the CDK CLI uploads it. */
  readonly bytes: number;
}

export interface Origin {
  /** Path in the deployment, `brokers.perZone`. */
  readonly path: string;
  readonly file: string;
}
