/** Figures of one section, ready to be shown. */
export interface Table {
  readonly title: string;
  /** How it was measured, in a sentence or two. */
  readonly note: string;
  /** The first column is the row's name; the others are right-aligned. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** For a terminal. */
export function toText({ title, note, columns, rows }: Table): string {
  const widths = columns.map((column, index) =>
    Math.max(...[column, ...rows.map((row) => row[index] ?? '')].map(widthOf)),
  );
  const toLine = (cells: readonly string[]): string =>
    columns
      .map((_, index) => {
        const cell = cells[index] ?? '';
        const blank = ' '.repeat(Math.max(0, (widths[index] ?? 0) - widthOf(cell)));
        return index === 0 ? cell + blank : blank + cell;
      })
      .join('  ')
      .trimEnd();
  return [title, note, '', toLine(columns), ...rows.map(toLine), ''].join('\n');
}

/** For a page. */
export function toMarkdown({ note, columns, rows }: Table): string {
  const toLine = (cells: readonly string[]): string =>
    `| ${columns.map((_, index) => cells[index] ?? '').join(' | ')} |`;
  const rule = `| ${columns.map((_, index) => (index === 0 ? '---' : '---:')).join(' | ')} |`;
  return [note, '', toLine(columns), rule, ...rows.map(toLine)].join('\n');
}

/** A number with so many digits behind the point; nothing for one that was not measured. */
export function toCell(value: number | undefined, digits = 0): string {
  return value === undefined || Number.isNaN(value) ? '' : value.toFixed(digits);
}

function widthOf(text: string): number {
  return [...text].length;
}
