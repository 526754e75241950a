import { type AttributeReader, toInteger } from '../attributes.ts';

/** The first of `keys` that is a port: an integer from 1 to 65,535, as number or text. Name the newer convention first, it wins. */
export function portOf(attributes: AttributeReader, keys: readonly string[]): number | undefined {
  return keys
    .map((key) => toInteger(attributes.value(key)))
    .find((port) => port !== undefined && port > 0 && port < 65_536);
}
