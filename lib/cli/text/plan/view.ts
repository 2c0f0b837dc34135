/** Everything `automq-byoc plan` shows. */
import type { Plan } from '../../../core/plan/types';

export interface PlanView {
  /** The deployment file as the user named it. */
  readonly file: string;
  readonly plan: Plan;
  readonly templates: Templates;
  /** Path of each value in the deployment, and the file that gives it. */
  readonly origins: Readonly<Record<string, string>>;
}

/** Sizes of the synthesized templates, or why they are not known. */
export type Templates = readonly TemplateSize[] | { readonly unknown: string };

export interface TemplateSize {
  readonly stack: string;
  readonly resources: number;
  /** Bytes of the template as the CDK CLI uploads it. */
  readonly bytes: number;
}
