/** The four cdk-nag packs over one app, and the state of its acknowledgements. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnResource, Validations, type App } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import type { Problem } from './problem';

/** Context of an app whose findings are read from the report instead of thrown. */
export const REPORT_ONLY = { '@aws-cdk/core:failSynthOnValidationErrors': false } as const;

export interface PackReport {
  readonly problems: readonly Problem[];
  /** Findings that stand with a reason. */
  readonly acknowledged: readonly AcknowledgedFinding[];
}

export interface AcknowledgedFinding {
  readonly id: string;
  /** Construct that carries the reason. */
  readonly where: string;
  readonly reason: string;
}

interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly violatingConstructs: readonly { readonly constructPath: string }[];
}

interface Suppressed extends Violation {
  readonly acknowledgedId: string;
  readonly acknowledgedAt: string;
  readonly reason: string;
}

interface ValidationReport {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly Violation[];
    readonly suppressedViolations?: readonly Suppressed[];
  }[];
}

/**
 * Registers the packs and synthesizes. The packs ignore the scope they are given, so an app holds one deployment; its
 * output directory must be empty, because a report left by an earlier run would be read again.
 */
export function checkPacks(app: App, today: string): PackReport {
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app),
    new HIPAASecurityChecks(app),
    new NIST80053R5Checks(app),
    new PCIDSS321Checks(app),
  );
  const { directory } = app.synth();
  const { pluginReports } = JSON.parse(
    readFileSync(join(directory, 'validation-report.json'), 'utf8'),
  ) as ValidationReport;
  const acknowledged = pluginReports.flatMap((pack) => pack.suppressedViolations ?? []).map(toAcknowledged);
  const open = pluginReports.flatMap((pack) =>
    pack.violations.flatMap((found) => openFindings(pack.pluginName, found)),
  );
  return { acknowledged, problems: [...open, ...overdue(acknowledged, today), ...misplaced(app, acknowledged)] };
}

function openFindings(check: string, { ruleName, description, violatingConstructs }: Violation): Problem[] {
  return violatingConstructs.map(({ constructPath }) => ({
    check,
    where: constructPath,
    what: `${ruleName}: ${description}`,
  }));
}

function toAcknowledged({ acknowledgedId, acknowledgedAt, reason }: Suppressed): AcknowledgedFinding {
  return { id: acknowledgedId, where: acknowledgedAt, reason };
}

/** Every reason names an owner and a day that has not passed. */
function overdue(acknowledged: readonly AcknowledgedFinding[], today: string): Problem[] {
  return acknowledged.flatMap(({ id, where, reason }) => {
    const review = /Owner: .+\. Review by (\d{4}-\d\d-\d\d)\.$/.exec(reason)?.[1];
    if (review !== undefined && review >= today) return [];
    const what = review ? `${id} was to be reviewed by ${review}` : `${id} names no owner and review date: ${reason}`;
    return [{ check: 'acknowledgements', where, what }];
  });
}

/** A reason stands on one resource and answers a finding; any other would hide what comes later. */
function misplaced(app: App, acknowledged: readonly AcknowledgedFinding[]): Problem[] {
  const answered = new Set(acknowledged.map(({ id, where }) => `${where} ${id}`));
  return app.node.findAll().flatMap((construct) => {
    const { path } = construct.node;
    const recorded = construct.node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
    const recordedIds = recorded.flatMap(({ data }) => Object.keys(data as object));
    const blanket = CfnResource.isCfnResource(construct)
      ? []
      : recordedIds.map((id) => `${id} covers more than a resource`);
    const idle = recordedIds.filter((id) => !answered.has(`${path} ${id}`)).map((id) => `${id} answers no finding`);
    return [...blanket, ...idle].map((what) => ({ check: 'acknowledgements', where: path, what }));
  });
}
