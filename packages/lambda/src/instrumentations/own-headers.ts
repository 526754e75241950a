import { headerNames } from './header-names.ts';

/** A request of undici's, as its diagnostics channels tell of it. */
interface UndiciRequest {
  /** Names and values in turn; lines of text before undici 6. */
  readonly headers?: unknown;
  addHeader?: (name: string, value: string) => unknown;
}

/** The listener of requests that are made, but what a request says itself stays: it adds no header that is there already. */
export function keepOwnHeaders(listener: (message: unknown) => void): (message: unknown) => void {
  return (message) => {
    const { request } = message as { readonly request: UndiciRequest };
    const { addHeader } = request;
    if (addHeader === undefined) return listener(message);
    const own = headerNames(request.headers);
    request.addHeader = (name, value) =>
      own.has(name.toLowerCase()) ? request : Reflect.apply(addHeader, request, [name, value]);
    try {
      listener(message);
    } finally {
      // The request's class has it.
      delete request.addHeader;
    }
  };
}
