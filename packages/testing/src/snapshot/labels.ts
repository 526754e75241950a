import { type ExceptionRecord, fromXRayTraceId } from '@otel-xray/segments';
import { isObject } from '../match/partial.ts';
import type { TraceNode } from '../trace-tree.ts';

const HEX_ID = /[0-9a-f]{16}/;
const IDS = /\b(?:1-[0-9a-f]{8}-[0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{16})\b/g;

/** The exceptions of a cause; none where it is the id of one that is told elsewhere, or broken. */
export function exceptionsOf(cause: unknown): readonly ExceptionRecord[] {
  const exceptions = isObject(cause) ? cause['exceptions'] : undefined;
  return Array.isArray(exceptions) ? (exceptions as unknown[]).filter(isObject).map((one) => one as never) : [];
}

/** A text as it is, anything else as JSON: a broken document may hold an object that `String` cannot read. */
export function plainText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');
}

/** What stands for ids. */
export type IdLabels = Pick<Labels, 'of' | 'ofTrace' | 'replaceIn'>;

/** The same for every id of a kind: what a tree says but for its ids. */
export class BlankLabels implements IdLabels {
  of(_id: unknown, kind: string): string {
    return kind;
  }

  ofTrace(): string {
    return 'trace';
  }

  replaceIn(text: string): string {
    return text.replace(IDS, 'id');
  }
}

/** Names for ids, given in the order of the tree: the same for the same tree, whatever the ids were. */
export class Labels implements IdLabels {
  readonly #labels = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** Names all ids of these trees. */
  constructor(trees: readonly TraceNode[]) {
    this.#name(trees);
  }

  /** The name of an id; one that the trees do not hold gets one of its own: `outside-1`. */
  of(id: unknown, kind: string): string {
    const text = plainText(id);
    const known = this.#labels.get(text);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const label = `${kind}-${count}`;
    this.#labels.set(text, label);
    return label;
  }

  /** A trace's name; both forms of an id are one trace. */
  ofTrace(traceId: unknown): string {
    const label = this.of(traceId, 'trace');
    const otherForm = fromXRayTraceId(plainText(traceId));
    if (otherForm !== undefined) this.#labels.set(otherForm, label);
    return label;
  }

  /** A text with the names of the ids in it. */
  replaceIn(text: string): string {
    if (!HEX_ID.test(text)) return text;
    return text.replace(IDS, (id) => this.#labels.get(id) ?? id);
  }

  #name(trees: readonly TraceNode[]): void {
    for (const { kind, document, children } of trees) {
      if (document.trace_id !== undefined) this.ofTrace(document.trace_id);
      this.of(document.id, kind);
      for (const { id } of exceptionsOf(document.cause)) this.of(id, 'exception');
      this.#name(children);
    }
  }
}
