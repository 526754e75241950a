/** What a streamed HTTP answer begins with, as far as it is told of. */
export interface StreamedHead {
  /** As the handler gave it: a number, or what it took for one. */
  readonly statusCode: unknown;
}

type From = (stream: unknown, head?: unknown) => unknown;

// One for the process, whichever copies of this package are loaded: each function is watched once.
const KEY = Symbol.for('otel-xray/lambda streamed heads');

interface Registry {
  [KEY]?: { readonly heads: WeakMap<object, StreamedHead>; readonly watched: WeakSet<object> };
  readonly awslambda?: { readonly HttpResponseStream?: { from?: From } };
}

/**
 * Remembers from now on which head `awslambda.HttpResponseStream.from` puts before a stream: nothing else tells the status of a
 * streamed answer. Never throws; where Lambda's global cannot be changed, no head is known.
 */
export function watchStreamedHeads(): void {
  try {
    const scope = globalThis as Registry;
    const http = scope.awslambda?.HttpResponseStream;
    if (typeof http?.from !== 'function') return;
    const registry = scope[KEY] ?? { heads: new WeakMap(), watched: new WeakSet() };
    if (!registry.watched.has(http.from)) http.from = watch(http.from, registry.heads);
    registry.watched.add(http.from);
    scope[KEY] = registry;
  } catch {
    // The global is Lambda's: one that is frozen, or throws, costs the status and nothing else.
  }
}

/**
 * The head of a stream that has been written to: 200 where none was given, or none with a status, which is what Lambda sends then.
 * `undefined` where that was not watched.
 *
 * @see Lambda developer guide, "Writing response streaming-enabled Lambda functions".
 */
export function streamedHead(stream: object): StreamedHead | undefined {
  const registry = (globalThis as Registry)[KEY];
  return registry && (registry.heads.get(stream) ?? { statusCode: 200 });
}

/** The function in all but that it remembers what it is called with. */
function watch(from: From, heads: WeakMap<object, StreamedHead>): From {
  return new Proxy(from, {
    apply(target, self, args: Parameters<From>) {
      const result: unknown = Reflect.apply(target, self, args);
      remember(heads, args);
      return result;
    },
  });
}

function remember(heads: WeakMap<object, StreamedHead>, [stream, head]: Parameters<From>): void {
  try {
    const { statusCode } = (head ?? {}) as Partial<StreamedHead>;
    heads.set(stream as object, { statusCode: statusCode ?? 200 });
  } catch {
    // A getter of the head throws, or the stream is none: then it is Lambda's function that says so.
  }
}
