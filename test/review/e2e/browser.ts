/** Headless Chromium from the Debian package; installed where it is missing and may be. */
import { execFileSync, spawnSync } from 'node:child_process';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

const found = (): string | undefined =>
  NAMES.map((name) => spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim()).find(
    (path) => path !== '',
  );

/** As the CI script installs packages: by itself as root, with sudo otherwise. */
function install(): void {
  const root = process.getuid?.() === 0 ? [] : ['sudo'];
  for (const step of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
  ]) {
    const [command, ...args] = [...root, 'apt-get', ...step];
    execFileSync(command!, args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  }
}

export async function openBrowser(): Promise<Browser> {
  if (!found()) install();
  return puppeteer.launch({ executablePath: found(), headless: true, args: ['--no-sandbox', '--disable-gpu'] });
}

/** What a page did besides showing itself. */
export interface Noise {
  readonly errors: string[];
  readonly requests: string[];
}

export async function openPage(browser: Browser, file: string, width: number): Promise<{ page: Page; noise: Noise }> {
  const page = await browser.newPage();
  const noise: Noise = { errors: [], requests: [] };
  page.on('pageerror', (error) => noise.errors.push(String(error)));
  page.on('console', (message) => void (message.type() === 'error' && noise.errors.push(message.text())));
  page.on('request', (request) => void (request.url().startsWith('data:') || noise.requests.push(request.url())));
  await page.setViewport({ width, height: 900 });
  await page.goto(`file://${file}`);
  return { page, noise };
}
