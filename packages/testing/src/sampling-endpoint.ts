import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A request that came over TCP, as far as a test of a sampler asks. */
export interface SamplingRequest {
  /** `/GetSamplingRules` or `/SamplingTargets`. */
  readonly path: string;
  /** The body as JSON value; an empty one is `{}`, as for the service. */
  readonly body: unknown;
}

/** What the service answers an account without rules of its own: the rule that every account has, and no targets. */
const ANSWERS: Readonly<Record<string, object>> = {
  '/GetSamplingRules': {
    SamplingRuleRecords: [
      {
        CreatedAt: 0,
        ModifiedAt: 0,
        SamplingRule: {
          RuleName: 'Default',
          RuleARN: 'arn:aws:xray:eu-west-1:123456789012:sampling-rule/Default',
          ResourceARN: '*',
          Priority: 10_000,
          FixedRate: 0.05,
          ReservoirSize: 1,
          ServiceName: '*',
          ServiceType: '*',
          Host: '*',
          HTTPMethod: '*',
          URLPath: '*',
          Version: 1,
          Attributes: {},
        },
      },
    ],
  },
  '/SamplingTargets': { LastRuleModification: 0, SamplingTargetDocuments: [], UnprocessedStatistics: [] },
};

/**
 * Listens on TCP as the daemon's proxy does, and answers the two sampling calls as the service behind it would: with the
 * default rule (one a second and 5 %) and with no targets. Anything else is 404. Bodies and signatures are not judged.
 *
 * @see AWS X-Ray API reference, "GetSamplingRules", "GetSamplingTargets".
 */
export async function listenForSampling(
  where: { readonly host: string; readonly port: number },
  onRequest: (request: SamplingRequest) => void,
): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request, response, onRequest).catch(() => response.destroy()); // A client that died has nobody to answer.
  });
  server.listen(where.port, where.host);
  await once(server, 'listening');
  return server;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  onRequest: (request: SamplingRequest) => void,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const path = request.url ?? '';
  const found = request.method === 'POST' && Object.hasOwn(ANSWERS, path) ? ANSWERS[path] : undefined;
  if (found === undefined) return reply(response, 404, { Message: `expected one of POST ${Object.keys(ANSWERS)}` });
  onRequest({ path, body: parseBody(Buffer.concat(chunks).toString('utf8')) });
  reply(response, 200, found);
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' });
  response.end(JSON.stringify(body));
}

function parseBody(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    // The daemon passes on whatever came; a test that wants JSON sees that it is none.
    return text;
  }
}
