import type { SeasonReport } from '../../core/plan/season-report';
import type { Move } from '../../core/seasons/move';
import type { ParameterCommands } from './parameter-commands';
import { bullets, inside, sections } from './sections';
import { type Look, facts, table } from './table';
import { rate, whole } from './units';

const names: Readonly<Record<string, string>> = {
  seasons: 'seasons as planned',
  flat: "flat, the peak's size",
  'no seasons': 'no seasons, the baseline',
};

/** What was played, a line for each policy, the titles first. */
export function figures({ outcomes }: SeasonReport): string[][] {
  return [
    ['', 'mean use', 'peak use', 'minutes short', 'minutes exposed', 'broker-hours', 'USD'],
    ...outcomes.map((outcome) => [
      names[outcome.policy] ?? outcome.policy,
      percent(outcome.meanUtilisation),
      percent(outcome.peakUtilisation),
      whole(outcome.shortfallMinutes),
      whole(outcome.exposedMinutes),
      whole(outcome.brokerHours),
      whole(outcome.usd),
    ]),
  ];
}

const percent = (share: number): string => `${rate(100 * share)} %`;

export function seasonText(title: string, report: SeasonReport, look: Look): string {
  const [titles = [], ...rows] = figures(report);
  const inner = inside(look);
  const columns = titles.map((name, index) => ({
    title: name,
    align: index === 0 ? ('left' as const) : ('right' as const),
  }));
  const { peakSize, floor, leadMinutes, yearlyUsd, sentences } = report.suggestion;
  const suggested: [string, string][] = [
    ['brokers a zone, at the peak', String(peakSize)],
    ['brokers a zone, outside', String(floor)],
    [
      'in a year',
      `${whole(yearlyUsd.seasons)} USD with these seasons, ${whole(yearlyUsd.flat)} USD always at the size of the peak`,
    ],
    ['lead', `${leadMinutes} minutes at least; 2 to 24 hours before what must not fail`],
  ];
  const blocks = [
    { title: `${title}`, body: `${report.from} to ${report.to}` },
    { title: 'Played', body: table(columns, rows, inner) },
    { title: 'What the columns mean', body: bullets(meanings, inner) },
    { title: 'Suggested for this load', body: facts(suggested, inner) },
    { title: 'To know', body: bullets(sentences, inner) },
  ];
  return `${sections(blocks, look)}\n`;
}

const meanings = [
  'use: of what brokers carry at 80 % of their network baseline, or of their processors, with every zone there',
  'short: more load than the brokers carry; exposed: more than they would carry with one zone lost',
  'USD: machines, root volumes and requests to S3 for the brokers that ran, us-east-1, on demand',
];

export function moveText(
  name: string,
  { parameters, replaces, warnings }: Move,
  { set, back }: ParameterCommands,
  look: Look,
): string {
  const stands =
    replaces.length === 0 ? 'no date of the file: it comes on top' : `the date of the file at ${replaces.join(', ')}`;
  return sections(
    [
      { title: `${name}: set these parameters`, body: facts(Object.entries(parameters), inside(look)) },
      { title: 'It stands for', body: stands },
      { title: 'Command', body: set },
      { title: 'Back to the file, afterwards', body: back },
      { title: look.paint.alert('To know'), body: bullets(warnings, inside(look)) },
    ],
    look,
  );
}
