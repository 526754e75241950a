import type { DeferredSampling } from './header-context.ts';

/** What both propagators can be told. */
export interface XRayPropagatorOptions {
  /**
   * What becomes of a trace whose header leaves sampling open: `Sampled=?`, or no `Sampled`.
   *
   * @default 'sample'
   */
  readonly deferred?: DeferredSampling;
}

/**
 * The option, or its default.
 *
 * @throws TypeError for a value that is neither `sample` nor `drop`; only constructors call it.
 */
export function resolveDeferred({ deferred = 'sample' }: XRayPropagatorOptions): DeferredSampling {
  if (deferred === 'sample' || deferred === 'drop') return deferred;
  throw new TypeError(`deferred: expected 'sample' or 'drop', found ${JSON.stringify(deferred)}`);
}
