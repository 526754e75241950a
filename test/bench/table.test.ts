import { describe, expect, it } from 'vitest';
import { toCell, toMarkdown, toText } from './table.ts';

const TABLE = {
  title: 'What a span costs',
  note: 'µs a span.',
  columns: ['', 'min', '× floor'],
  rows: [
    ['floor', '1.20', '1.00'],
    ['otel-xray', '12.05', ''],
  ],
};

describe('the table', () => {
  it('stands in columns in a terminal, numbers to the right', () => {
    expect(toText(TABLE)).toBe(
      [
        'What a span costs',
        'µs a span.',
        '',
        '             min  × floor',
        'floor       1.20     1.00',
        'otel-xray  12.05',
        '',
      ].join('\n'),
    );
  });

  it('is Markdown on a page', () => {
    expect(toMarkdown(TABLE)).toBe(
      'µs a span.\n\n|  | min | × floor |\n| --- | ---: | ---: |\n| floor | 1.20 | 1.00 |\n| otel-xray | 12.05 |  |',
    );
  });

  it.each([
    { value: 1.005, digits: 1, cell: '1.0' },
    { value: 12, digits: 0, cell: '12' },
    { value: undefined, digits: 2, cell: '' },
    { value: Number.NaN, digits: 2, cell: '' },
  ])('shows $value as "$cell"', ({ value, digits, cell }) => {
    expect(toCell(value, digits)).toBe(cell);
  });
});
