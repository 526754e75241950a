import type { MappingRow, RowInput } from './row.ts';

const SERVERS = 'server spans';
const CALLERS = 'spans other than server spans';
const SERVED = 'spans other than client and producer spans';

/** The parts of a URL, as the newer convention has them. */
const PARTS = ['url.scheme', 'server.address', 'server.port', 'url.path', 'url.query'];

/** `http`: the request and its answer. */
export function httpRows(): readonly MappingRow[] {
  return [
    {
      member: 'http.request.method',
      topic: 'http',
      inputs: [
        [
          'http.request.method_original',
          'methods that the convention does not know (`http.request.method` is `_OTHER`)',
        ],
        'http.request.method',
        'http.method',
      ],
      takes: 'text',
      rule: 'The method, cut at 250 characters.',
      differences: ['D22', 'D33', 'D31', 'D37'],
    },
    {
      member: 'http.request.url',
      topic: 'http',
      inputs: [
        ['url.full', 'spans other than AWS SDK calls, where it is the URL of the queue'],
        ...PARTS.map((part): RowInput => [part, 'spans that have both `server.address` and `url.path`']),
        'http.url',
        'url.scheme',
        'http.scheme',
        'server.address',
        'http.host',
        ['http.server_name', SERVERS],
        ['net.host.name', SERVERS],
        ['host.name', SERVERS],
        ['net.peer.name', CALLERS],
        ['net.peer.ip', CALLERS],
        'server.port',
        ['net.host.port', SERVERS],
        ['net.peer.port', CALLERS],
        'url.path',
        'http.target',
        'url.query',
        ['http.url', 'server spans that wrote the path alone'],
      ],
      takes: 'text or number',
      rule: 'The whole URL where an attribute gives it, else put together from its parts where a host is known; credentials are hidden.',
      differences: ['D20', 'D21', 'D22', 'D23', 'D24', 'D25', 'D26', 'D27', 'D37', 'D38'],
    },
    {
      member: 'http.request.user_agent',
      topic: 'http',
      inputs: ['user_agent.original', 'http.user_agent'],
      takes: 'text',
      rule: 'The user agent, cut at 250 characters.',
      differences: ['D22', 'D33'],
    },
    {
      member: 'http.request.client_ip',
      topic: 'http',
      inputs: [
        ['client.address', `${SERVED}, and only an IP address`],
        ['http.client_ip', SERVED],
        ['network.peer.address', `${SERVED}, and only an IP address`],
        ['net.peer.ip', SERVED],
      ],
      takes: 'text',
      rule: 'The client that a header names, else the peer of the connection; cut at 250 characters.',
      differences: ['D34', 'D36'],
    },
    {
      member: 'http.request.x_forwarded_for',
      topic: 'http',
      inputs: ['client.address', 'http.client_ip', 'network.peer.address', 'net.peer.ip'],
      takes: 'text',
      rule: "True where the client's address and the peer's are both known and differ.",
      onlyFor: 'segments',
      differences: ['D35'],
    },
    {
      member: 'http.response.status',
      topic: 'http',
      inputs: ['http.response.status_code', 'http.status_code'],
      takes: 'integer',
      rule: 'The status code, as a number or as a text of digits.',
      differences: ['D22', 'D31', 'D32'],
    },
    {
      member: 'http.response.content_length',
      topic: 'http',
      inputs: [
        'http.response.body.size',
        'http.response_content_length',
        'http.response_content_length_uncompressed',
        ['messaging.message_payload_size_bytes', 'received messages (`message.type` is `RECEIVED`)'],
        ['events[*].messaging.message_payload_size_bytes', 'received messages (`message.type` is `RECEIVED`)'],
      ],
      takes: 'integer',
      rule: 'The length of the answer in bytes.',
      differences: ['D30'],
    },
  ];
}
