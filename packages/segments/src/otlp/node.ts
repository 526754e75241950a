import { OtlpError } from './error.ts';

/** One JSON object of an export request, and where it stands: the readers take their members from it. */
export interface OtlpNode {
  readonly members: Readonly<Record<string, unknown>>;
  /** `undefined` for the request itself. */
  readonly parent?: OtlpNode;
  /** Member of the parent that holds it, and its index where that member is a list. */
  readonly key?: string;
  readonly index?: number;
}

/** Told of each part that is left out. */
export type Report = (error: OtlpError) => void;

/** Whether `value` is a JSON object, which a list and `null` are not. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The error for a member of `node` that is not what the format says. */
export function unexpected(node: OtlpNode, key: string, expected: string): OtlpError {
  return new OtlpError(`${pointerOf(node)}/${key}`, expected, node.members[key]);
}

/** The object in a member; `undefined` where it is absent or `null`, which are the same in this format. */
export function nodeOf(node: OtlpNode, key: string): OtlpNode | undefined {
  const value = node.members[key] ?? undefined;
  if (value === undefined) return undefined;
  if (!isObject(value)) throw unexpected(node, key, 'an object');
  return { members: value, parent: node, key };
}

/** The objects of a list. One that is no object is reported, as is a member that is no list; the rest goes on. */
export function* nodesOf(node: OtlpNode, key: string, report: Report): Generator<OtlpNode> {
  const list = node.members[key] ?? [];
  if (!Array.isArray(list)) return report(unexpected(node, key, 'a list'));
  for (let index = 0; index < list.length; index++) {
    const child: OtlpNode = { members: list[index], parent: node, key, index };
    if (isObject(child.members)) yield child;
    else report(new OtlpError(pointerOf(child), 'an object', child.members));
  }
}

/** What `read` gives; `undefined` after reporting why it could not. */
export function attempt<T>(report: Report, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof OtlpError)) throw error;
    report(error);
    return undefined;
  }
}

/** JSON pointer: `/resourceSpans/0/scopeSpans/0/spans/17`. Built only when it is needed, for an error. */
function pointerOf(node: OtlpNode): string {
  if (node.parent === undefined) return '';
  const index = node.index === undefined ? '' : `/${node.index}`;
  return `${pointerOf(node.parent)}/${node.key}${index}`;
}
