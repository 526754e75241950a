import type { Attributes } from '../span.ts';
import { attempt, nodeOf, nodesOf, unexpected, type OtlpNode, type Report } from './node.ts';
import { booleanOf, bytesOf, doubleOf, integerOf, textOf } from './scalars.ts';

/** Levels of lists and maps in one value: as deep as protobuf's own readers go. */
const MAX_DEPTH = 100;

/**
 * A list of keys and values as an object. Of a key that stands there twice, the first wins, as in the Collector's
 * look-ups; a key without a value is left out; one whose value is no value is reported and left out.
 *
 * @param key - member of `node` that holds the list: `attributes`, or `values` in a map.
 */
export function readAttributes(node: OtlpNode, key: string, report: Report, depth = 0): Attributes {
  const attributes: Record<string, unknown> = {};
  for (const entry of nodesOf(node, key, report)) {
    attempt(report, () => {
      const name = textOf(entry, 'key');
      const value = nodeOf(entry, 'value');
      if (value === undefined || Object.hasOwn(attributes, name)) return;
      define(attributes, name, readValue(value, report, depth));
    });
  }
  return attributes;
}

/** The value of an `AnyValue`; `null` for one with no member set, which is how the SDKs write `null`. */
function readValue(node: OtlpNode, report: Report, depth: number): unknown {
  const { members } = node;
  if (isSet(members.stringValue)) return textOf(node, 'stringValue');
  if (isSet(members.intValue)) return integerOf(node, 'intValue');
  if (isSet(members.boolValue)) return booleanOf(node, 'boolValue');
  if (isSet(members.doubleValue)) return doubleOf(node, 'doubleValue');
  if (isSet(members.bytesValue)) return bytesOf(node, 'bytesValue');
  if (isSet(members.arrayValue)) return readArray(node, report, depth + 1);
  if (isSet(members.kvlistValue)) return readMap(node, report, depth + 1);
  return null;
}

function readArray(node: OtlpNode, report: Report, depth: number): readonly unknown[] {
  const array = nested(node, 'arrayValue', depth);
  const items: unknown[] = [];
  for (const item of nodesOf(array, 'values', report)) {
    // What cannot be read leaves its place behind: the others keep their positions.
    items.push(attempt(report, () => readValue(item, report, depth)) ?? null);
  }
  return items;
}

function readMap(node: OtlpNode, report: Report, depth: number): Attributes {
  return readAttributes(nested(node, 'kvlistValue', depth), 'values', report, depth);
}

function nested(node: OtlpNode, key: string, depth: number): OtlpNode {
  const inner = depth > MAX_DEPTH ? undefined : nodeOf(node, key);
  if (inner === undefined) throw unexpected(node, key, `at most ${MAX_DEPTH} levels of lists and maps`);
  return inner;
}

// In protobuf's JSON, `null` stands for a member that is not set.
function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

// Keys come from the app: assigning to `__proto__` would set the object's prototype and lose the attribute.
function define(attributes: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(attributes, key, { value, enumerable: true, writable: true, configurable: true });
  } else {
    attributes[key] = value;
  }
}
