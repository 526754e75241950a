import { randomUUID } from 'node:crypto';

/** What the handler's context is to say beside what Lambda itself knows. */
export interface InvocationContext {
  /** `context.clientContext`, as JSON value. */
  readonly clientContext?: unknown;
  /** `context.identity`, as JSON value. */
  readonly identity?: unknown;
  /** `context.tenantId`, of a function with tenant isolation. */
  readonly tenantId?: string | undefined;
}

/** What one invocation is to be like. */
export interface InvokeOptions {
  /** Members of the handler's context. */
  readonly context?: InvocationContext | undefined;
  /** Sent as `Lambda-Runtime-Trace-Id`: `Root=…;Parent=…;Sampled=1`. Without it the function has no trace header. */
  readonly traceHeader?: string | undefined;
  /**
   * Milliseconds that the function has for its answer, from the moment it takes the event. The deadline it is told.
   *
   * @default 3000
   */
  readonly timeoutMillis?: number | undefined;
  /**
   * Milliseconds within which the function must take the event: Lambda's limit for the init phase.
   *
   * @default 10000
   */
  readonly pickUpMillis?: number | undefined;
  /**
   * Request id, a UUID.
   *
   * @default a new one
   */
  readonly requestId?: string | undefined;
}

/** An error as the runtime client reports it. */
export interface FunctionError {
  /** Class of the error, or a name of Lambda's own: `Runtime.HandlerNotFound`. */
  readonly errorType: string;
  readonly errorMessage: string;
  /** Lines of the stack. */
  readonly trace: readonly string[];
  /** Content of `Lambda-Runtime-Function-XRay-Error-Cause`, with which Lambda marks its own segment. */
  readonly xrayCause?: unknown;
}

/**
 * How an invocation ended: answered with a response, answered with an error, or not answered at all, because the function
 * did not take the event, took too long, ended itself or was closed.
 */
export type InvocationOutcome =
  /**
   * `response` is the answer as JSON value; the text itself where it is no JSON. Of a streamed HTTP answer it is what a buffered
   * function would have returned: its head, with the `body`.
   */
  | {
      readonly status: 'response';
      readonly requestId: string;
      readonly response: unknown;
      /** It came piece by piece, from `awslambda.streamifyResponse`. */
      readonly streamed?: true;
    }
  | {
      readonly status: 'error';
      readonly requestId: string;
      readonly phase: 'init' | 'invoke';
      readonly error: FunctionError;
    }
  | {
      readonly status: 'unanswered';
      readonly requestId: string;
      readonly reason: 'not-taken' | 'timeout' | 'exited' | 'closed';
    };

/** An outcome before it is known which invocation's it is. */
export type Ending = InvocationOutcome extends infer O ? (O extends unknown ? Omit<O, 'requestId'> : never) : never;

const DEFAULT_TIMEOUT_MILLIS = 3_000;
const DEFAULT_PICK_UP_MILLIS = 10_000;

/** One event on its way: waiting for the function, then with it, then ended. Ends exactly once. */
export class Invocation {
  readonly requestId: string;
  readonly traceHeader: string | undefined;
  readonly context: InvocationContext;
  readonly payload: string;
  /** Settles with the end. Never rejects. */
  readonly outcome: Promise<InvocationOutcome>;
  readonly #timeoutMillis: number;
  #timer: NodeJS.Timeout;
  #end!: (outcome: InvocationOutcome) => void;

  constructor({ event, options }: { readonly event: unknown; readonly options: InvokeOptions }) {
    this.requestId = options.requestId ?? randomUUID();
    this.traceHeader = options.traceHeader;
    this.context = options.context ?? {};
    this.payload = JSON.stringify(event) ?? 'null';
    this.#timeoutMillis = options.timeoutMillis ?? DEFAULT_TIMEOUT_MILLIS;
    this.outcome = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#timer = this.#endAfter(options.pickUpMillis ?? DEFAULT_PICK_UP_MILLIS, 'not-taken');
  }

  /** The function takes the event. Gives the deadline as Unix time in milliseconds. */
  take(): number {
    clearTimeout(this.#timer);
    this.#timer = this.#endAfter(this.#timeoutMillis, 'timeout');
    return Date.now() + this.#timeoutMillis;
  }

  end(ending: Ending): void {
    clearTimeout(this.#timer);
    this.#end({ ...ending, requestId: this.requestId } as InvocationOutcome);
  }

  #endAfter(millis: number, reason: 'not-taken' | 'timeout'): NodeJS.Timeout {
    return setTimeout(() => this.end({ status: 'unanswered', reason }), millis);
  }
}
