import type { Call } from './guard-calls.ts';
import { headerNames, isInPairs } from './header-names.ts';

/** Headers as Node takes them beside an object: names and values in turn, or in pairs. */
type HeaderList = readonly unknown[];

/** Options of a request, as far as they matter here. */
interface RequestOptions {
  readonly headers?: unknown;
}

/**
 * Sends requests whose headers are a list through `instrument`, which knows them as an object alone and would take the places in the
 * list for names. It does not see them; what it adds comes behind them, unless the list has it.
 */
export function keepHeaderLists(original: Call, instrument: (original: Call) => Call): Call {
  return function request(...args) {
    const at = args.findIndex((arg) => Array.isArray((arg as RequestOptions | null | undefined)?.headers));
    if (at === -1) return Reflect.apply(instrument(original), this, args);
    const options = args[at] as { readonly headers: HeaderList };
    const send: Call = function send(given, ...rest) {
      // A URL that cannot be read comes as it is, and its options not at all.
      if (typeof given !== 'object') return Reflect.apply(original, this, args);
      const { headers: added } = given as RequestOptions;
      return Reflect.apply(original, this, [{ ...(given as object), headers: join(options.headers, added) }, ...rest]);
    };
    return Reflect.apply(instrument(send), this, args.with(at, { ...options, headers: undefined }));
  };
}

function join(list: HeaderList, added: unknown): HeaderList {
  const known = headerNames(list);
  const more = Object.entries(added ?? {}).filter(([name]) => !known.has(name.toLowerCase()));
  return [...list, ...(isInPairs(list) ? more : more.flat())];
}
