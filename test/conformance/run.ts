import { translate } from '@otel-xray/segments';
import { differingPaths, rename } from './compare.ts';
import { type Difference, differences } from './differences.ts';
import type { Vector } from './vectors.ts';

export interface Unexplained {
  readonly id: string;
  readonly path: string;
}

export interface Report {
  readonly total: number;
  /** Vectors whose documents are equal to the Collector's in every member. */
  readonly exact: number;
  /** Vectors in which a difference was met, by its id. */
  readonly explained: ReadonlyMap<string, number>;
  /** Differing members that no difference explains: must be none. */
  readonly unexplained: readonly Unexplained[];
}

/** Runs the vectors through `translate` and explains what differs. */
export function runVectors(vectors: readonly Vector[]): Report {
  const explained = new Map<string, number>();
  const unexplained: Unexplained[] = [];
  let exact = 0;
  for (const vector of vectors) {
    const paths = pathsOf(vector);
    if (paths.length === 0) exact++;
    const met = new Set<string>();
    for (const path of paths) {
      const difference = explain(vector, path);
      if (difference === undefined) unexplained.push({ id: vector.id, path });
      else met.add(difference.id);
    }
    for (const id of met) explained.set(id, (explained.get(id) ?? 0) + 1);
  }
  return { total: vectors.length, exact, explained, unexplained };
}

/** What differs between our documents and the Collector's, as JSON pointers: absent records by both names. */
function pathsOf({ spans, options, documents }: Vector): string[] {
  const spanIds = new Set(spans.map((span) => span.spanContext().spanId));
  const ours = spans.flatMap((span) => {
    const translation = translate(span, options);
    return translation.ok ? translation.documents : [];
  });
  // The Collector's documents bear their renamed ids already.
  const renamed = rename(ours, spanIds);
  const paths = [...differingPaths(renamed, documents), ...differingPaths(renamed, documents, 'leaves')];
  return isSplitByUs(ours, documents) ? [...paths, ...callPaths(ours, documents, spanIds)] : paths;
}

/** Where we make service and call of what the Collector makes one segment of (D01). */
function isSplitByUs(ours: readonly object[], theirs: readonly object[]): boolean {
  return ours.length === 2 && theirs.length === 1;
}

const ON_THE_SERVICE =
  /^\/0\/(id|parent_id|type|namespace|links|(metadata\/default|annotations)\/otel\.resource\.[^]*)$/;

/** What differs between our call and the Collector's only segment, but for what is the service's part. */
function callPaths(ours: readonly object[], theirs: readonly object[], spanIds: ReadonlySet<string>): string[] {
  const [call] = rename(ours.slice(0, 1), spanIds);
  return differingPaths([call], theirs, 'leaves').filter((path) => !ON_THE_SERVICE.test(path));
}

function explain({ spans, options }: Vector, path: string): Difference | undefined {
  return differences.find(
    (difference) => difference.path.test(path) && spans.some((span) => difference.applies({ span, options })),
  );
}
