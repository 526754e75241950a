import { urlToHttpOptions } from 'node:url';

/**
 * The arguments of `request` and `get` in a form that the official instrumentation reads as Node does. As they are it loses the callback
 * behind options that are `undefined`, and takes the credentials of a `URL` without decoding them.
 */
export function toReadableArguments(args: readonly unknown[]): readonly unknown[] {
  const [target, options, ...rest] = args;
  const isUrl = target instanceof URL;
  if (!isUrl && typeof target !== 'string') return args;
  const hasOptions = typeof options === 'object' && options !== null;
  if (isUrl && (target.username !== '' || target.password !== ''))
    return [
      { ...urlToHttpOptions(target), ...(hasOptions && options) },
      ...(typeof options === 'function' ? [options] : []),
      ...rest,
    ];
  return hasOptions || typeof options === 'function' ? args : [target, ...rest];
}
