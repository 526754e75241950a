import { type AnyFunction, captureMethod } from './capture-method.ts';
import { tellOnce } from './tell-once.ts';

/** As much as is needed of what a standard decorator is told of the method. */
interface MethodContext {
  readonly kind: 'method';
  readonly name: string | symbol;
}

/**
 * Makes each call of a method a span of its own, as {@link captureMethod} does: a decorator as ECMAScript (stage 3) and
 * TypeScript 5 have them, for methods of any kind: static, private, generators. Those of TypeScript's option
 * `experimentalDecorators` are others: with these, a method stays as it is, with a word through `diag`.
 *
 * @param name - of the span. Default: the method's own.
 *
 * @example
 * class Orders {
 *   @traced()
 *   async place(cart: Cart) { … }
 * }
 */
export function traced(name?: string): <Fn extends AnyFunction>(method: Fn, context: MethodContext) => Fn | void {
  return (method, context) => {
    // What the types forbid, and other compilers let through.
    if ((context as MethodContext | undefined)?.kind === 'method') {
      return captureMethod(name ?? String(context.name), method);
    }
    tellOnce('warn', '@traced() decorates methods by standard decorators: here it does nothing');
    return undefined;
  };
}
