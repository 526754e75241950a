import { at, isObject } from './members.ts';

/** Headers of a request by name as it came, one value each. */
export type Headers = Readonly<Record<string, string>>;

/** What no propagator reads, and nobody shall find in a trace. */
const SECRET = /^(?:(?:proxy-)?authorization|cookie)$/i;

/** The headers of an HTTP event: `multiValueHeaders` (the first value of each) where it has them, else `headers`. */
export function readHeaders(event: unknown): Headers {
  // Names come from the client: on a plain object, `__proto__` would be no member.
  const headers: Record<string, string> = Object.create(null);
  for (const source of [at(event, 'headers'), at(event, 'multiValueHeaders')]) {
    if (!isObject(source)) continue;
    for (const name of Object.keys(source)) {
      const [first] = [source[name]].flat();
      if (typeof first === 'string' && !SECRET.test(name)) headers[name] = first;
    }
  }
  return headers;
}

/** The value of the header with this name in any case; `undefined` if it is missing or empty. */
export function headerOf(headers: Headers, lowerCaseName: string): string | undefined {
  return headers[Object.keys(headers).find((name) => name.toLowerCase() === lowerCaseName) ?? ''] || undefined;
}
