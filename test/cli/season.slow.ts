/** `automq-byoc season`, and the commands of the runbook. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { automqByoc, folder, removeFolders } from './world';

const inventory = 'deployments/inventory.yaml';
const season = (...argv: readonly string[]) => automqByoc('season', inventory, ...argv);
const jsonOf = (text: string) => JSON.parse(text) as Record<string, never>;

afterAll(removeFolders);

describe('a load that is played', () => {
  test('as a person sees it: three policies, what is suggested, what to know', async () => {
    const { code, out, err } = await season();
    expect([code, err]).toEqual([0, '']);
    for (const part of [
      'seasons as planned',
      "flat, the peak's size",
      'no seasons, the baseline',
      'Suggested',
      'in a year',
    ]) {
      expect(out).toContain(part);
    }
    expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  test('that the baseline carries needs no season', async () => {
    expect((await season('--load', 'R1')).out).toContain('you do not need this');
  });

  test('of every night needs the season: the baseline falls short, seasons never', async () => {
    const { outcomes, suggestion } = jsonOf((await season('--load', 'R3', '--json')).out) as unknown as {
      outcomes: { policy: string; shortfallMinutes: number; exposedMinutes: number }[];
      suggestion: { peakSize: number; yearlyUsd: { seasons: number; flat: number } };
    };
    const of = (policy: string) => outcomes.find((each) => each.policy === policy)!;
    expect(of('seasons')).toMatchObject({ shortfallMinutes: 0, exposedMinutes: 0 });
    expect(of('no seasons').shortfallMinutes).toBeGreaterThan(30);
    expect(suggestion.peakSize).toBe(4);
    expect(suggestion.yearlyUsd.seasons).toBeLessThan(suggestion.yearlyUsd.flat);
  });

  test.each(['R1', 'R2', 'R3', 'R4'])('%s is built in', async (load) =>
    expect((await season('--load', load)).code).toBe(0),
  );

  test('from a file, with every mistake of it at once', async () => {
    const made = folder({ 'load.csv': 'time, in, out\n2026-11-26T20:00:00, 1, 2\n2026-11-26T21:00:00Z, -1, 2\n' });
    const { code, err } = await season('--load', join(made, 'load.csv'));
    expect(code).toBe(2);
    expect(err.match(/is no point of a load/g)).toHaveLength(2);
    expect((await season('--load', 'R9')).err).toContain('R1, R2, R3, R4, or a CSV');
  });

  test('as a chart and a page: axes, legend, dark mode, nothing from elsewhere', async () => {
    const made = folder();
    await season('--svg', join(made, 'peak.svg'), '--html', join(made, 'peak.html'));
    const svg = readFileSync(join(made, 'peak.svg'), 'utf8');
    const html = readFileSync(join(made, 'peak.html'), 'utf8');
    for (const part of ['MB/s', 'carried with seasons', 'prefers-color-scheme:dark', '11-27'])
      expect(svg).toContain(part);
    expect(html).toContain(svg.trim());
    expect(html).toContain('width=device-width');
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|NaN|undefined/);
  });
});

describe('a move', () => {
  const move = (...argv: readonly string[]) => season('--move', 'black-friday', ...argv);

  test('prints the parameters to set and the way back', async () => {
    const { code, out } = await move('--start', '2026-11-25T16:00', '--end', '2026-12-02T03:00');
    expect(code).toBe(0);
    expect(out).toContain('npx cdk deploy inventory-seasons --exclusively -c deployment=deployments/inventory.yaml');
    expect(out).toContain('--parameters BlackFridayStart=2026-11-25T16:00:00-05:00');
    expect(out).toContain('--parameters BlackFridayEnd=file');
    expect(out).toContain('It meets replenishment: the larger counts, black-friday with 7 brokers a zone.');
  });

  test('prints what a Pulumi stack is given', async () => {
    const argv = ['--start', '2026-11-25T16:00', '--end', '2026-12-02T03:00', '--engine'];
    const { out } = await move(...argv, 'pulumi', '--json');
    expect(jsonOf(out)).toMatchObject({
      commands: {
        set: [
          'pulumi config set --path automq-byoc:seasons.BlackFridayStart 2026-11-25T16:00:00-05:00',
          'pulumi config set --path automq-byoc:seasons.BlackFridayEnd 2026-12-02T03:00:00-05:00',
          'pulumi up',
        ].join('\n'),
      },
    });
    expect(await move(...argv, 'terraform')).toMatchObject({
      code: 2,
      err: expect.stringContaining('allowed: cdk, pulumi'),
    });
  });

  test('says which date it stands for', async () => {
    const { out } = await move('--start', '2027-11-20T16:00', '--end', '2027-11-24T03:00', '--json');
    expect(jsonOf(out)).toMatchObject({ stack: 'inventory-seasons', replaces: ['2027-11-25T21:00:00Z'] });
  });

  test.each([
    [
      'of no season',
      ['--move', 'christmas', '--start', '2026-12-20T00:00', '--end', '2026-12-26T00:00'],
      '--move: is no season, got "christmas"; allowed: replenishment, black-friday',
    ],
    ['without a time', ['--move', 'black-friday'], '--start: is no time, got ""'],
    [
      'that ends before it starts',
      ['--move', 'black-friday', '--start', '2026-12-20T00:00', '--end', '2026-12-19T00:00'],
      '--end: is not after --start',
    ],
    [
      'into an hour that is left out',
      ['--move', 'black-friday', '--start', '2027-03-14T02:30', '--end', '2027-03-15T00:00'],
      '--start: is left out by the clocks of America/New_York',
    ],
    [
      'above the slots',
      [
        '--move',
        'black-friday',
        '--start',
        '2026-12-20T00:00',
        '--end',
        '2026-12-21T00:00',
        '--brokers-per-zone',
        '11',
      ],
      '--brokers-per-zone: got "11"; allowed: 2 to 10',
    ],
  ])('%s is refused', async (_what, argv, sentence) => {
    const { code, err } = await season(...argv);
    expect(code).toBe(2);
    expect(err).toContain(sentence);
  });
});

describe('the runbook', () => {
  const text = readFileSync('docs/runbook-peak.md', 'utf8');
  // What asks an account (`--stack`) runs against the local AWS: test/e2e/seasons/peak.
  const commands = [...text.matchAll(/^npx automq-byoc (.*)$/gm), ...text.matchAll(/`npx automq-byoc ([^`]*)`/g)]
    .map(([, command = '']) => command)
    .filter((command) => !command.includes(' --stack '));

  test.each(commands)(
    'automq-byoc %s',
    async (command) => {
      const made = folder();
      const argv = command.split(' ').map((word) => (word === 'peak.html' ? join(made, word) : word));
      expect(await automqByoc(...argv)).toMatchObject({ code: 0, err: '' });
    },
    20_000,
  );

  test('names parameters, alarms and a state machine that the plan has', async () => {
    const { plan } = JSON.parse((await automqByoc('plan', inventory, '--json')).out) as {
      plan: {
        seasons: {
          parameters: { id: string; allowed?: string[]; pattern?: string }[];
          alarms: { id: string }[];
          keeper: { stateMachineName: string };
        };
      };
    };
    const { parameters, alarms, keeper } = plan.seasons;
    const set = [...text.matchAll(/--parameters (\w+)=(\S+?)[`\s\\]/g)].map(([, id, value]) => ({ id, value: value! }));
    expect(set.length).toBeGreaterThan(8);
    for (const { id, value } of set) {
      const row = parameters.find((each) => each.id === id);
      expect({ id, fits: row?.allowed?.includes(value) ?? new RegExp(row?.pattern ?? '$^').test(value) }).toEqual({
        id,
        fits: true,
      });
    }
    for (const id of ['KeeperSilent', 'KeeperFailed', 'KeeperNotStarted']) {
      expect(text).toContain(id);
      expect(alarms.map((row) => row.id)).toContain(id);
    }
    expect(text).toContain(`stateMachine:${keeper.stateMachineName}`);
  });
});
