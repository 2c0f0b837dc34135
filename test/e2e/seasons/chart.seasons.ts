/** The chart of a season as people see it: in a browser, on a phone, in the dark. Screenshots stay for a look. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { automqByoc } from '../../cli/world';
import { openBrowser, openPage } from '../../review/e2e/browser';
import * as inPage from '../../review/e2e/in-page';
import * as inChart from './in-chart';

const FOLDER = join(__dirname, '../../../node_modules/.cache/seasons');
const WIDTHS = { phone: 375, desk: 1280 } as const;
/** WCAG 2.2, 1.4.3: contrast of normal text; 1.4.11: of lines that carry meaning. */
const CONTRAST = { text: 4.5, line: 3 } as const;
/** Letters smaller than this are hard to read on a phone, pixels. */
const SMALLEST = 11;

let browser: Browser;
const file = join(FOLDER, 'peak.html');

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  const { code } = await automqByoc('season', 'deployments/inventory.yaml', '--load', 'R3', '--html', file);
  expect(code).toBe(0);
  browser = await openBrowser();
}, 300_000);
afterAll(() => browser?.close());

const looks = Object.entries(WIDTHS).flatMap(([name, width]) =>
  (['light', 'dark'] as const).map((scheme) => ({ name, width, scheme })),
);

test.each(looks)('on a $name, $scheme: readable, with axes and legend, nothing wider than the screen', async (look) => {
  const { page, noise } = await openPage(browser, file, look.width);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: look.scheme }]);
  await page.screenshot({ path: join(FOLDER, `${look.name}-${look.scheme}.png`), fullPage: true });
  expect(noise).toEqual({ errors: [], requests: [`file://${file}`] });
  expect((await page.evaluate(inPage.overflow)).wide).toBe(0);
  expect(await page.evaluate(inPage.paleTexts, CONTRAST.text)).toEqual([]);
  const chart = await page.evaluate(inChart.chart);
  expect(chart.outside).toEqual([]);
  expect(chart.overlapping).toEqual([]);
  expect(chart.legend).toEqual([
    'load written, MB/s',
    'carried with seasons',
    'flat, at the size of the peak',
    'no seasons, the baseline',
  ]);
  expect(chart.values).toBeGreaterThanOrEqual(4);
  expect(chart.days).toBeGreaterThanOrEqual(3);
  expect(chart.smallest).toBeGreaterThanOrEqual(SMALLEST);
  expect(chart.lines.filter(({ contrast }) => contrast < CONTRAST.line)).toEqual([]);
  expect(new Set(chart.lines.map(({ dashes }) => dashes)).size).toBe(3);
  await page.close();
});
