import { dirname, resolve, sep } from 'node:path';
import { ARROWS, toRoom } from './arrows.ts';

// What the rule uses of the linter's plugin interface, which is ESLint's.
interface Literal {
  readonly type: string;
  readonly value?: unknown;
  /** The texts of a template. */
  readonly quasis?: readonly { readonly value: { readonly cooked?: string } }[];
}
interface ImportNode {
  readonly source?: Literal | null;
  readonly expression?: Literal;
}
interface CallNode {
  readonly callee: { readonly type: string; readonly name?: string };
  readonly arguments: readonly Literal[];
}
interface RuleContext {
  readonly filename: string;
  report(problem: { node: unknown; message: string }): void;
}

/** Says why `filename` may not import `specifier`; `undefined` where it may, or stands in no room. */
export function findForbiddenArrow(filename: string, specifier: string): string | undefined {
  const [, folder, room] = /^(.*[\\/]packages[\\/]([^\\/]+))[\\/]/.exec(filename) ?? [];
  if (folder === undefined || room === undefined) return undefined;
  const allowed = ARROWS[room];
  if (allowed === undefined) return `the room '${room}' has no row in scripts/rooms/arrows.ts`;
  if (/^\.{0,2}[\\/]|^\.{1,2}$/.test(specifier)) {
    const target = resolve(dirname(filename), specifier);
    if (`${target}${sep}`.startsWith(`${resolve(folder)}${sep}`)) return undefined;
    return `'${specifier}' leaves the room '${room}': import another room by its package name`;
  }
  const target = toRoom(specifier);
  if (target === undefined || target === room || allowed.includes(target)) return undefined;
  return `no arrow from '${room}' to '${target}': it may import ${allowed.join(', ') || 'no other room'}`;
}

const arrows = {
  meta: {
    type: 'problem',
    docs: { description: 'keeps the arrows between rooms as scripts/rooms/arrows.ts has them' },
  },
  create(context: RuleContext): Record<string, (node: never) => void> {
    const check = (node: unknown, source: Literal | null | undefined): void => {
      // A template is judged by its first text: `@otel-xray/${room}` names a room wherever it leads.
      const specifier = source?.value ?? source?.quasis?.[0]?.value.cooked;
      if (typeof specifier !== 'string') return;
      const message = findForbiddenArrow(context.filename, specifier);
      if (message !== undefined) context.report({ node, message });
    };
    const checkSource = (node: ImportNode): void => check(node, node.source);
    return {
      ImportDeclaration: checkSource,
      ExportNamedDeclaration: checkSource,
      ExportAllDeclaration: checkSource,
      ImportExpression: checkSource,
      TSImportType: checkSource,
      TSExternalModuleReference: (node: ImportNode) => check(node, node.expression),
      CallExpression(node: CallNode) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'require') check(node, node.arguments[0]);
      },
    };
  },
};

export default { meta: { name: 'rooms' }, rules: { arrows } };
