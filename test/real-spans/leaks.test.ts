import { translate } from '@otel-xray/segments';
import { describe, expect, it } from 'vitest';
import { documentsOf, flatten } from './documents.ts';
import { loadTraces } from './load.ts';

const traces = loadTraces(process.env['REAL_SPANS']);
const spans = traces.flatMap((trace) => trace.spans);

/** A trace, all its texts, and everything that is sent of it, in one batch or span by span. */
const sent = traces.map((trace) => ({
  trace: trace.name,
  given: JSON.stringify(
    trace.spans.map(({ name, status, attributes, events, links }) => ({ name, status, attributes, events, links })),
  ),
  texts: JSON.stringify([documentsOf(trace), trace.spans.map((span) => translate(span))]),
}));

/** What stands in the spans of those secrets, and where it is sent. */
function leaked(pattern: RegExp): { planted: number; leaks: unknown[] } {
  let planted = 0;
  const leaks = sent.flatMap(({ trace, given, texts }) => {
    const secrets = [...new Set([...given.matchAll(pattern)].map(([, secret = '']) => secret))].filter(
      (secret) => !/^(REDACTED|\*+|)$/.test(secret),
    );
    planted += secrets.length;
    return secrets.filter((secret) => texts.includes(secret)).map((secret) => ({ trace, secret }));
  });
  return { planted, leaks };
}

describe('what must not be told', () => {
  it.each([
    { what: 'passwords in URLs', pattern: /:\/\/[^\s/:@"]+:([^\s/@"]+)@/g },
    {
      what: 'parameters that sign a URL',
      pattern: /[?&](?:sig|signature|x-amz-signature|x-goog-signature)=([^&\s"\\]{4,})/gi,
    },
    {
      what: 'tokens and keys in URLs',
      pattern: /[?&](?:token|access_token|awsaccesskeyid|x-amz-credential|x-amz-security-token)=([^&\s"\\]{4,})/gi,
    },
    { what: 'phone numbers', pattern: /"messaging\.destination(?:\.name)?":"(\+?\d{6,})"/g },
    { what: 'values of placeholders', pattern: /"db\.postgresql\.values":\["(?:\d+",")?([a-z]{4,})"/g },
    { what: 'values of documents', pattern: /\\"(?:customer|card)\\":\\"([^\\?]+)\\"/g },
  ])('$what stand in the spans and are sent nowhere', ({ pattern }) => {
    const { planted, leaks } = leaked(pattern);
    expect(planted).toBeGreaterThan(0);
    expect(leaks).toEqual([]);
  });

  it('SQL texts have no literals, neither strings nor numbers', () => {
    const queries = traces
      .flatMap((trace) => flatten(documentsOf(trace)))
      .flatMap(({ sql }) => (sql?.sanitized_query === undefined ? [] : [sql.sanitized_query]));
    expect(queries).not.toHaveLength(0);
    expect(queries.filter((query) => /'[^']*'|(?<![\w$:@?"`.])\d/.test(query))).toEqual([]);
  });

  it('SQL texts are otherwise as they were', () => {
    const plain = spans.filter(({ attributes }) =>
      /^(postgresql|mysql)$/.test(String(attributes['db.system.name'] ?? attributes['db.system'])),
    );
    const wrong = plain.flatMap((span) => {
      const query = (span.attributes['db.query.text'] ?? span.attributes['db.statement']) as string | undefined;
      const translation = translate(span);
      const found = translation.ok ? translation.documents[0]?.sql?.sanitized_query : undefined;
      const words = (text: string | undefined): string[] =>
        (text ?? '').replace(/'[^']*'|\b(?<!\$)\d+(\.\d+)?\b|\?/g, ' ').split(/[\s,()]+/);
      return JSON.stringify(words(found)) === JSON.stringify(words(query)) ? [] : [{ query, found }];
    });
    expect(wrong).toEqual([]);
  });
});
