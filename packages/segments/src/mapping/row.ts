/** A chapter of docs/mapping.md. */
export type Topic = 'ids' | 'name' | 'outcome' | 'http' | 'aws' | 'place' | 'sql' | 'attributes';

/**
 * Where a value may come from: an attribute of the span (`url.full`), of the resource (`resource:service.name`) or of an
 * event (`events[exception].exception.type`, `events[*].message.type`), a part of the span (`span.name`, `status.code`,
 * `parent.spanId`, `links.context`, `scope.name`), or an option (`option:logGroupNames`). `*` alone is any attribute.
 */
export type InputName = string;

/** An input, alone or with the condition under which it is read, as words that follow "only for". */
export type RowInput = InputName | readonly [input: InputName, onlyFor: string];

/** What kind of value a member takes; an input with another one is passed over. */
export type Taken = 'text' | 'integer' | 'text or number' | 'anything';

/** One member of the document: what can give it, and how. */
export interface MappingRow {
  /** Path in the document: `http.request.url`. `[]` is any item, `*` any key, `<namespace>` any metadata namespace. */
  readonly member: string;
  readonly topic: Topic;
  /**
   * In order of preference: of two that both could give the member, the earlier one does. One that some spans prefer more
   * than others stands twice, the first time with its condition.
   */
  readonly inputs: readonly RowInput[];
  readonly takes: Taken;
  /** One plain sentence. */
  readonly rule: string;
  /** Condition for the member as a whole, as words that follow "only for". */
  readonly onlyFor?: string;
  /** Headings of docs/differences.md that concern it: `D22`. */
  readonly differences?: readonly string[];
}

/** The row's inputs without their conditions, in the same order. */
export function inputNames(row: MappingRow): readonly InputName[] {
  return row.inputs.map(inputName);
}

/** The input's name alone. */
export function inputName(input: RowInput): InputName {
  return typeof input === 'string' ? input : input[0];
}

/** Under which condition the row reads the input; `undefined` where always. */
export function conditionOf(row: MappingRow, name: InputName): string | undefined {
  const input = row.inputs.findLast((one) => inputName(one) === name);
  return input === undefined || typeof input === 'string' ? undefined : input[1];
}
