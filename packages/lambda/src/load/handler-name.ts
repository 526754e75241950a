import { basename } from 'node:path';

/** What `_HANDLER` names. */
export interface HandlerName {
  /** Folder below the task root, or an absolute one; may be empty. */
  readonly folder: string;
  /** File without its extension. */
  readonly module: string;
  /** Export, with dots where it is nested: `api.get`. */
  readonly exportPath: string;
}

/** `undefined` for a name that the runtime client refuses: without a dot, or with `..` in it. */
export function parseHandlerName(name: string): HandlerName | undefined {
  const file = basename(name);
  const [, module, exportPath] = /^([^.]*)\.(.*)$/.exec(file) ?? [];
  if (module === undefined || exportPath === undefined || name.includes('..')) return undefined;
  return { folder: name.slice(0, name.indexOf(file)).replace(/\/$/, ''), module, exportPath };
}
