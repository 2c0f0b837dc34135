/**
 * The table of seeded faults in docs/review-faults.md is what really happens, policy packs included.
 *
 * Holds the promise `seeded-faults`.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, BootstraplessSynthesizer, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { differ } from '../../../lib/guard';
import { review, type TemplateFile } from '../../../lib/review';
import { checkPacks, REPORT_ONLY } from '../../../scripts/packs';
import { checkTemplate } from '../../../scripts/template-checks';
import { catchers, MADE, tableRows, type Baseline } from '../catchers';
import { faults, type Fault } from '../faults';
import { filesOf, mutated } from '../mutate';

const DOCUMENT = join(__dirname, '../../../docs/review-faults.md');

let outdir: string;
let baseline: Baseline;
let known: ReadonlySet<string>;

beforeAll(async () => {
  outdir = mkdtempSync(join(tmpdir(), 'automq-byoc-faults-'));
  const files = filesOf('inventory');
  baseline = { files, packet: review(files, MADE), differ: await differ() };
  known = new Set((await Promise.all(files.map((file) => packFindings(file)))).flat());
});
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** What four cdk-nag packs and the project's own template checks say of one template. */
async function packFindings({ stack, text }: TemplateFile): Promise<string[]> {
  const folder = mkdtempSync(join(outdir, 'app-'));
  const templateFile = join(folder, 'template.json');
  writeFileSync(templateFile, text);
  const app = new App({ outdir: join(folder, 'out'), analyticsReporting: false, context: REPORT_ONLY });
  new CfnInclude(new Stack(app, stack, { synthesizer: new BootstraplessSynthesizer() }), 'T', { templateFile });
  const { problems } = checkPacks(app, MADE.day);
  const own = await checkTemplate(stack, JSON.parse(text));
  return [...problems, ...own].map(({ check, where, what }) => `${check} ${where} ${what}`);
}

/** A template that the packs cannot read ends a pipeline too, but they found nothing in it: that is no finding. */
const REFUSED = 'refused' as const;

async function packsMark({ change }: Fault): Promise<string> {
  const changed = mutated(baseline.files, change).filter((file, i) => file.text !== baseline.files[i]?.text);
  const found = await Promise.all(changed.map((file) => packFindings(file).catch((): typeof REFUSED => REFUSED)));
  if (found.some((findings) => findings !== REFUSED && findings.some((finding) => !known.has(finding)))) return 'yes';
  return found.includes(REFUSED) ? REFUSED : '-';
}

async function document(): Promise<string> {
  const rows: string[] = [];
  for (const fault of faults) {
    const { review: byReview, guard: byGuard } = catchers(baseline, fault);
    const marks = [...[byReview, byGuard].map((caught) => (caught ? 'yes' : '-')), await packsMark(fault)];
    rows.push(`| ${fault.fault} | ${marks.join(' | ')} |`);
  }
  return [HEAD(rows), TABLE, ...rows, ''].join('\n');
}

const TABLE = '| Fault | review | guard | packs |\n| --- | --- | --- | --- |';

function HEAD(rows: readonly string[]): string {
  const by = (column: number, mark = 'yes') => rows.filter((row) => row.split('|')[column]?.trim() === mark).length;
  return `# Seeded faults, and who catches them

${rows.length} templates of \`deployments/inventory.yaml\`, each with one mistake. \`review\` means \`automq-byoc review --against\` the packet of the right templates with
\`--fail-on widened\`; \`guard\` means \`automq-byoc guard\` against the right templates as deployed, refusals and warnings alike; \`packs\` means a finding of four cdk-nag packs or
of the project's own template checks that the right templates do not have. review catches ${by(2)}, guard ${by(3)}, packs ${by(4)}; every fault is caught by at least one.
\`${REFUSED}\` means that the packs found nothing, because the CDK could not read the template (${by(4, REFUSED)} of them); it counts for nobody.
\`npm run e2e:review\` holds this page to what really happens; \`UPDATE_GOLDEN=1 npm run e2e:review\` writes it.
`;
}

test('every fault is caught by those that the page names', async () => {
  const text = await document();
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(DOCUMENT, text);
  const squeezed = (page: string) => page.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
  expect(
    tableRows(text).filter(({ review: byReview, guard: byGuard, packs }) => !byReview && !byGuard && !packs),
  ).toEqual([]);
  expect(squeezed(text)).toBe(squeezed(existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : ''));
});
