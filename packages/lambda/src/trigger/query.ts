import { at, isObject } from './members.ts';

/**
 * The query of an event that tells it as parameters, without `?`; `undefined` without parameters. The order among
 * different names is the event's, which need not be the client's.
 *
 * @param encode - for fronts that decode the parameters; a load balancer passes them as they came.
 */
export function readQuery(event: unknown, encode: (text: string) => string): string | undefined {
  const multiple = at(event, 'multiValueQueryStringParameters');
  const parameters = isObject(multiple) ? multiple : at(event, 'queryStringParameters');
  if (!isObject(parameters)) return undefined;
  const pairs = Object.keys(parameters).flatMap((name) =>
    [parameters[name]].flat().map((value) => `${encode(name)}=${encode(String(value ?? ''))}`),
  );
  return pairs.length === 0 ? undefined : pairs.join('&');
}

/** Percent-encoding that no text makes throw: a lone surrogate, which has no bytes in UTF-8, becomes U+FFFD. */
export function percentEncode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}
