import type { Attributes } from '@opentelemetry/api';
import type { LambdaContext } from '../invocation/lambda-context.ts';

const HOST = 'rehearsal.invalid';
const METHOD = 'GET';
const PATH = '/rehearsal';
const PEER = '127.0.0.1';

/** What is rehearsed: a request as an HTTP API or a function URL passes it on, in a trace that is sampled. */
export const EVENT: unknown = {
  version: '2.0',
  routeKey: `${METHOD} ${PATH}`,
  rawPath: PATH,
  rawQueryString: '',
  headers: { host: HOST, 'x-forwarded-proto': 'https', 'x-forwarded-port': '443', 'x-forwarded-for': PEER },
  requestContext: {
    domainName: HOST,
    http: { method: METHOD, path: PATH, protocol: 'HTTP/1.1', sourceIp: PEER, userAgent: HOST },
  },
};

/** What Lambda says of it, in the words that it uses; no variable counts. */
export const CONTEXT: LambdaContext = {
  functionName: 'rehearsal',
  awsRequestId: 'rehearsal',
  invokedFunctionArn: 'arn:aws:lambda:::function:rehearsal',
  // The parts of its trace id cancel out: a sampler by ratio takes it at any but 0.
  xRayTraceId: 'Root=1-00000001-000000000000000000000001;Parent=0000000000000001;Sampled=1',
  getRemainingTimeInMillis: () => 60_000,
};

/** The calls that most functions make: HTTP, AWS, SQL, and steps of their own. */
export const CALLS: readonly (readonly [name: string, attributes: Attributes])[] = [
  [
    METHOD,
    {
      'http.request.method': METHOD,
      'url.full': `https://${HOST}${PATH}`,
      'server.address': HOST,
      'http.response.status_code': 200,
    },
  ],
  [
    'DynamoDB.GetItem',
    {
      'rpc.system': 'aws-api',
      'rpc.service': 'DynamoDB',
      'rpc.method': 'GetItem',
      'aws.request.id': HOST,
      'aws.dynamodb.table_names': [HOST],
    },
  ],
  ['SELECT', { 'db.system.name': 'postgresql', 'db.namespace': HOST, 'db.query.text': 'SELECT 1' }],
  ['step', { step: 1 }],
];
