import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Ending, FunctionError } from './invocation.ts';

/** What stands between the head of a streamed HTTP answer and its body. */
const DELIMITER = '\0'.repeat(8);
const HTTP_CONTENT_TYPE = 'application/vnd.awslambda.http-integration-response';

/** How an invocation ends with a posted response: answered, or failed on the way where it was streamed. */
export function toEnding(request: IncomingMessage, body: string): Ending {
  const { headers, trailers } = request;
  if (headers['lambda-runtime-function-response-mode'] !== 'streaming') {
    return { status: 'response', response: parseJson(body) };
  }
  if (trailers['lambda-runtime-function-error-type'] !== undefined) {
    const told = Buffer.from(trailers['lambda-runtime-function-error-body'] ?? '', 'base64').toString('utf8');
    return { status: 'error', phase: 'invoke', error: toFunctionError(trailers, told) };
  }
  const isHttp = headers['content-type'] === HTTP_CONTENT_TYPE;
  return { status: 'response', response: isHttp ? toHttpResponse(body) : parseJson(body), streamed: true };
}

/** What a runtime client says of an error, in body and headers. */
export function toFunctionError(headers: IncomingHttpHeaders | NodeJS.Dict<string>, body: string): FunctionError {
  const reported = parseJson(body) as Partial<FunctionError> | null;
  const typeHeader = headers['lambda-runtime-function-error-type'];
  const causeHeader = headers['lambda-runtime-function-xray-error-cause'];
  return {
    errorType: reported?.errorType ?? String(typeHeader ?? 'Unknown'),
    errorMessage: reported?.errorMessage ?? body,
    trace: reported?.trace ?? [],
    ...(causeHeader === undefined ? {} : { xrayCause: parseJson(toUtf8(String(causeHeader))) }),
  };
}

/** AWS's own client puts UTF-8 into headers, which Node reads as Latin-1. */
function toUtf8(header: string): string {
  return Buffer.from(header, 'latin1').toString('utf8');
}

function toHttpResponse(text: string): unknown {
  const split = text.indexOf(DELIMITER);
  if (split === -1) return text;
  const head = parseJson(text.slice(0, split));
  return { ...(head as object), body: text.slice(split + DELIMITER.length) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A function may answer with any text; Lambda passes it on as it is.
    return text;
  }
}
