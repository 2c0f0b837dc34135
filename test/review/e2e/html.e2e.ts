/** The packet as people see it: in a browser, on a phone, on paper. Screenshots stay in node_modules/.cache/review for a look. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { changes, html, review } from '../../../lib/review';
import { MADE } from '../catchers';
import { faults } from '../faults';
import { filesOf, mutated } from '../mutate';
import { openBrowser, openPage } from './browser';
import * as inPage from './in-page';

const FOLDER = join(__dirname, '../../../node_modules/.cache/review');
const WIDTHS = { 'narrow phone': 360, phone: 375, tablet: 768, desk: 1280 } as const;
/** WCAG 2.2, 1.4.3: contrast of normal text. */
const CONTRAST = 4.5;

let browser: Browser;
const file = join(FOLDER, 'packet.html');

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  const before = review(filesOf('inventory'), MADE);
  const changed = mutated(filesOf('inventory'), (templates) =>
    faults.filter(({ fault }) => /IMDSv1|SSH|rotation/.test(fault)).forEach(({ change }) => change(templates)),
  );
  const after = review(changed, MADE);
  writeFileSync(file, html(after, changes(before, after)));
  browser = await openBrowser();
});
afterAll(() => browser?.close());

async function shown<T>(width: number, look: (page: Page) => Promise<T>): Promise<T> {
  const { page } = await openPage(browser, file, width);
  try {
    return await look(page);
  } finally {
    await page.close();
  }
}

test('no script error, and no request besides the file itself', async () => {
  const { page, noise } = await openPage(browser, file, WIDTHS.desk);
  await page.type('#q', 'bucket');
  await page.close();
  expect(noise).toEqual({ errors: [], requests: [`file://${file}`] });
});

test.each(Object.entries(WIDTHS))(
  'on a %s nothing is wider than the screen, and no cell hides its text',
  async (name, width) => {
    const seen = await shown(width, async (page) => {
      await page.screenshot({ path: join(FOLDER, `${name.replace(' ', '-')}.png`) });
      return page.evaluate(inPage.overflow);
    });
    expect(seen).toEqual({ wide: 0, hidden: [] });
  },
);

test('every link leads somewhere, and no anchor is there twice', async () => {
  const { links, broken, twice } = await shown(WIDTHS.desk, (page) => page.evaluate(inPage.links));
  expect(links).toBeGreaterThanOrEqual(5);
  expect({ broken, twice }).toEqual({ broken: [], twice: [] });
});

test('all text has enough contrast, and the check would see pale text', async () => {
  const [pale, withPaleCells] = await shown(WIDTHS.desk, async (page) => {
    const found = await page.evaluate(inPage.paleTexts, CONTRAST);
    await page.addStyleTag({ content: 'td { color: #999 }' });
    return [found, await page.evaluate(inPage.paleTexts, CONTRAST)] as const;
  });
  expect(pale).toEqual([]);
  expect(withPaleCells.length).toBeGreaterThan(100);
});

test('in the dark as well: drawing, marks and all', async () => {
  const dark = await shown(WIDTHS.desk, async (page) => {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
    await page.screenshot({ path: join(FOLDER, 'dark.png') });
    return { paper: await page.evaluate(inPage.paper), pale: await page.evaluate(inPage.paleTexts, CONTRAST) };
  });
  expect(dark).toEqual({ paper: 'rgb(15, 23, 34)', pale: [] });
});

test('the search box shows the rows with every word, and all again when it is empty', async () => {
  const { all, some, says, again } = await shown(WIDTHS.desk, async (page) => {
    const before = await page.evaluate(inPage.visibleRows);
    await page.type('#q', 'Volume CONTROLLER0');
    await page.screenshot({ path: join(FOLDER, 'search.png') });
    const found = {
      all: before,
      some: await page.evaluate(inPage.visibleRows),
      says: await page.evaluate(inPage.searchSays),
    };
    await page.evaluate(inPage.emptySearch);
    return { ...found, again: await page.evaluate(inPage.visibleRows) };
  });
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(all / 4);
  expect({ says, again }).toEqual({ says: `${some} of ${all} rows`, again: all });
});

test('it can be used without a mouse: the box has a label, tables have captions and heads', async () => {
  const missing = await shown(WIDTHS.desk, (page) => page.evaluate(inPage.missing));
  expect(missing).toEqual({ label: false, captions: 0, language: false, drawing: false });
});

test('on paper: no search box, nothing cut off, more than one page', async () => {
  const margin = { top: '12mm', bottom: '12mm', left: '12mm', right: '12mm' };
  const { controls, overflow, pages, paper } = await shown(WIDTHS.desk, async (page) => {
    const pdf = await page.pdf({ path: join(FOLDER, 'packet.pdf'), format: 'A4', margin });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
    await page.emulateMediaType('print');
    // A4 less the margins, at 96 pixels an inch.
    await page.setViewport({ width: 703, height: 1032 });
    return {
      controls: await page.evaluate(inPage.controls),
      paper: await page.evaluate(inPage.paper),
      overflow: await page.evaluate(inPage.overflow),
      pages:
        Buffer.from(pdf)
          .toString('latin1')
          .match(/\/Type \/Page\b/g)?.length ?? 0,
    };
  });
  expect({ controls, ...overflow }).toEqual({ controls: 0, wide: 0, hidden: [] });
  expect(pages).toBeGreaterThan(2);
  expect(paper).toBe('rgb(255, 255, 255)'); // whatever the screen of whoever prints
});
