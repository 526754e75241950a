import type { Slot } from '../attribute-keys.ts';
import { type AttributeReader, toInteger } from '../attributes.ts';

/** The first of `keys` that is a port: an integer from 1 to 65,535, as number or text. Name the newer convention first, it wins. */
export function portOf(attributes: AttributeReader, keys: readonly Slot[]): number | undefined {
  for (const key of keys) {
    const port = toInteger(attributes.value(key));
    if (port !== undefined && port > 0 && port < 65_536) return port;
  }
  return undefined;
}
