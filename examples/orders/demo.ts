/**
 * Four invocations of two Lambda functions, and what X-Ray would get of them: `node -C source demo.ts [--json]`.
 *
 * `--json` prints the segment documents, one a line, and nothing else.
 */
import { parseArgs, styleText } from 'node:util';
import type { InvocationOutcome } from '@otel-xray/testing';
import { runOrders, type ObservedInvocation } from './demo/run.ts';
import { showTrace } from './show/text.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const print = values.json ? printDocuments : printTree;

// Whoever read the output has seen enough (`| head`); the functions end when this process does.
process.stdout.once('error', () => process.exit());

try {
  for await (const invocation of runOrders()) print(invocation);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}

function printDocuments({ documents }: ObservedInvocation): void {
  for (const document of documents) console.log(JSON.stringify(document));
}

function printTree({ title, traceId, outcome, documents }: ObservedInvocation): void {
  const colors = process.stdout.isTTY;
  const heading = `${title} (${describeOutcome(outcome)})`;
  console.log(`${colors ? styleText(['bold', 'underline'], heading) : heading}\ntrace ${traceId}`);
  console.log(`${showTrace(documents, { colors, baseFolder: process.cwd() })}\n`);
}

function describeOutcome(outcome: InvocationOutcome): string {
  switch (outcome.status) {
    case 'response': {
      const { statusCode } = (outcome.response ?? {}) as { readonly statusCode?: number };
      return statusCode === undefined ? 'done' : `HTTP ${statusCode}`;
    }
    case 'error':
      return `${outcome.error.errorType}: ${outcome.error.errorMessage}`;
    case 'unanswered':
      return `no answer: ${outcome.reason}`;
  }
}
