import { format } from 'node:util';

const METHODS = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;

/** What was written while it was looked at. */
export interface ConsoleCapture {
  /** Lines of one invocation, and those that were of none. */
  linesOf(requestId: string): readonly string[];
  /** Lets `console` be as it was. */
  restore(): void;
}

/** Keeps what goes to `console`, which is written all the same, by the invocation that it comes from. */
export function captureConsole(currentRequestId: () => string): ConsoleCapture {
  const lines: { readonly requestId: string; readonly text: string }[] = [];
  const { console } = globalThis;
  const before = METHODS.map((method) => [method, console[method]] as const);
  for (const [method, write] of before) {
    console[method] = (...args: unknown[]): void => {
      for (const text of format(...args).split('\n')) lines.push({ requestId: currentRequestId(), text });
      write.apply(console, args);
    };
  }
  return {
    linesOf: (requestId) =>
      lines.filter((line) => line.requestId === requestId || line.requestId === '-').map(({ text }) => text),
    restore() {
      for (const [method, write] of before) console[method] = write;
    },
  };
}
