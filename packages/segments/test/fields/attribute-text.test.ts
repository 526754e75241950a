import { describe, expect, it } from 'vitest';
import type { Attributes } from '../../src/span.ts';
import { callOf } from '../spans.ts';

function keptOf(attributes: Attributes): unknown {
  return callOf(attributes).metadata?.['default'];
}

describe('the text of an attribute', () => {
  it.each([
    'http.request.header.authorization',
    'http.request.header.cookie',
    'http.response.header.set-cookie',
    'http.response.header.set_cookie',
    'http.request.header.x-api-key',
    'http.request.header.X-Amz-Security-Token',
    'rpc.request.metadata.authorization',
    'rpc.grpc.request.metadata.proxy-authorization',
  ])('is hidden in %s, whose value is a secret as a whole', (key) => {
    expect(keptOf({ [key]: ['Basic dXNlcjpwdw==', 'b'] })).toEqual({ [key]: ['REDACTED', 'REDACTED'] });
    expect(keptOf({ [key]: 'sid=1' })).toEqual({ [key]: 'REDACTED' });
  });

  it.each(['http.request.header.content-type', 'http.request.header.user-agent', 'app.cookie', 'http.cookie'])(
    'stays in %s',
    (key) => {
      expect(keptOf({ [key]: ['text/plain'] })).toEqual({ [key]: ['text/plain'] });
    },
  );

  it.each([
    { system: 'aws.sns', target: '+491701234567', sent: 'REDACTED', why: 'a person' },
    { system: 'aws.sns', target: '49 (170) 123-4567', sent: 'REDACTED', why: 'however it is written' },
    { system: 'aws.sns', target: 'orders', sent: 'orders', why: 'a topic' },
    { system: 'aws.sns', target: '12345', sent: '12345', why: 'too short' },
    { system: 'kafka', target: '491701234567', sent: '491701234567', why: 'nobody is called there' },
  ])('of a target of $system: $target → $sent ($why)', ({ system, target, sent }) => {
    for (const key of ['messaging.destination.name', 'messaging.destination']) {
      expect(keptOf({ 'rpc.system': 'aws-api', 'messaging.system': system, [key]: target })).toMatchObject({
        [key]: sent,
      });
    }
  });
});
