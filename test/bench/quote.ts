import { readBlock } from './page.ts';

/** Where a figure of the quote stands on the page: section, row, column. */
type Place = readonly [section: string, row: string, column: string];

interface QuoteRow {
  readonly name: string;
  /** In the order of {@link COLUMNS}; `undefined` for what the peer does not do. */
  readonly places: readonly (Place | undefined)[];
}

const COLUMNS = [
  'cold start: before the first request, ms',
  'until the first one is handed over, ms',
  'a span, sent over UDP, µs',
  'added to a warm invocation, p50, µs',
] as const;

const ROWS: readonly QuoteRow[] = [
  {
    name: 'otel-xray',
    places: [
      ...start('all of it, socket open, --import'),
      sent('otel-xray: exporter + UDP, traces of 6'),
      added('otel-xray'),
    ],
  },
  {
    name: 'otel-xray, with a code cache',
    places: [...start('all of it, socket open, code cache'), undefined, undefined],
  },
  {
    name: 'aws-xray-sdk-core, bundled',
    places: [
      ...start('aws-xray-sdk-core 3.12, bundled'),
      sent('aws-xray-sdk-core 3.12: create, close + UDP'),
      added('aws-xray-sdk-core 3.12, below its Lambda facade'),
    ],
  },
  {
    name: 'OTLP/HTTP on SDK 3, bundled',
    places: [...start('OTLP/HTTP on SDK 3, bundled'), undefined, added('OTLP/HTTP json 0.301, SDK 3.x')],
  },
  {
    name: "AWS's distribution (ADOT)",
    places: [
      ...start('ADOT 0.13 as its layer runs, fast start'),
      sent('ADOT exporter-xray-udp 0.0.2: the same + UDP'),
      added('ADOT exporter-xray-udp 0.0.2, SDK 1.30'),
    ],
  },
];

function start(row: string): readonly Place[] {
  return [
    ['cold-start', row, 'ready ms'],
    ['cold-start', row, 'flushed ms'],
  ];
}

function sent(row: string): Place {
  return ['throughput', row, 'min'];
}

function added(row: string): Place {
  return ['invocation', row, 'p50 over the SDK alone'];
}

/** The few figures of the page on performance that the README quotes, as a table. Throws where the page has them no more. */
export function quotePage(page: string): string {
  const toLine = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    toLine(['', ...COLUMNS]),
    toLine(['---', ...COLUMNS.map(() => '---:')]),
    ...ROWS.map(({ name, places }) =>
      toLine([name, ...places.map((place) => (place === undefined ? '–' : findFigure(page, place)))]),
    ),
  ].join('\n');
}

/** The figure, of two (`minimum / median`) the first. */
function findFigure(page: string, [section, row, column]: Place): string {
  const [head, , ...rows] = readBlock(page, section)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  const index = toCells(head).indexOf(column);
  const figure = rows.map(toCells).find(([name]) => name === row)?.[index];
  if (index === -1 || figure === undefined || figure === '')
    throw new Error(`the page has no ${column} of ${row} in ${section}`);
  return figure.replace(/ \/.*$/, '');
}

function toCells(line = ''): readonly string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
