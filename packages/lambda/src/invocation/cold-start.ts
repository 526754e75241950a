import type { Environment } from '../config/settings.ts';

/** Says of each invocation whether it is the one that found the sandbox cold. */
export class ColdStart {
  #isNext: boolean;

  /** A sandbox that was made ready ahead of its first invocation (provisioned concurrency, managed instances) starts none cold. */
  constructor(env: Environment) {
    this.#isNext = (env['AWS_LAMBDA_INITIALIZATION_TYPE'] ?? 'on-demand') === 'on-demand';
  }

  /** True once at most. */
  take(): boolean {
    const isCold = this.#isNext;
    this.#isNext = false;
    return isCold;
  }
}
