import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { hideCredentials } from '../src/credentials.ts';
import { isSecretName } from '../src/secret-names.ts';

describe('hideCredentials: users in URLs', () => {
  it.each([
    {
      text: 'https://alice:s3cret@shop.example.com/p',
      hidden: 'https://REDACTED:REDACTED@shop.example.com/p',
      why: 'user and password',
    },
    {
      text: 'redis://:s3cret@cache.example.com:6379/0',
      hidden: 'redis://:REDACTED@cache.example.com:6379/0',
      why: 'a password alone',
    },
    {
      text: 'https://s3cret@git.example.com/x',
      hidden: 'https://REDACTED@git.example.com/x',
      why: 'a user alone is mostly a token in https',
    },
    {
      text: 'https://s3cret:@git.example.com/x',
      hidden: 'https://REDACTED:@git.example.com/x',
      why: 'an empty password',
    },
    {
      text: 'https://h/cb?u=https%3A%2F%2Fbob%3As3cret%40h%2F',
      hidden: 'https://h/cb?u=https%3A%2F%2FREDACTED%3AREDACTED%40h%2F',
      why: 'an encoded URL in a parameter',
    },
    { text: '//bob:s3cret@h/x', hidden: '//REDACTED:REDACTED@h/x', why: 'a URL without a scheme' },
    { text: 'mysql://us%20er:p%40ss@db/x', hidden: 'mysql://REDACTED:REDACTED@db/x', why: 'encoded' },
    { text: 'mysql://u:p@ss@db/x', hidden: 'mysql://REDACTED:REDACTED@db/x', why: 'an @ in the password' },
    { text: 'mysql://u:p[s;s@db/x', hidden: 'mysql://REDACTED:REDACTED@db/x', why: 'other signs in the password' },
    {
      text: 'postgres://u:p/s#s?@db:5432/x',
      hidden: 'postgres://REDACTED:REDACTED@db:5432/x',
      why: 'signs that end a host in the password',
    },
    {
      text: 'connect to "amqp://u:p@mq:5672" failed (amqp://u:q@mq)',
      hidden: 'connect to "amqp://REDACTED:REDACTED@mq:5672" failed (amqp://REDACTED:REDACTED@mq)',
      why: 'inside a message',
    },
    {
      text: '    at f (https://u:p@cdn.example.com/a.js:1:2)',
      hidden: '    at f (https://REDACTED:REDACTED@cdn.example.com/a.js:1:2)',
      why: 'inside a stack',
    },
    { text: 'jdbc:mysql://u:p@db:3306/x', hidden: 'jdbc:mysql://REDACTED:REDACTED@db:3306/x', why: 'JDBC' },
    {
      text: 'u:p@tcp(127.0.0.1:3306)/x',
      hidden: 'REDACTED:REDACTED@tcp(127.0.0.1:3306)/x',
      why: 'the form of Go’s MySQL driver',
    },
    {
      text: 'jdbc:oracle:thin:scott/tiger@//db:1521/x',
      hidden: 'jdbc:oracle:thin:REDACTED/REDACTED@//db:1521/x',
      why: 'the form of Oracle’s driver',
    },
  ])('hides $why: $text', ({ text, hidden }) => {
    expect(hideCredentials(text)).toBe(hidden);
  });
});

describe('hideCredentials: parameters', () => {
  it.each([
    {
      text: 'https://b.s3.example.com/k?X-Amz-Credential=AK%2F2024&X-Amz-Date=2024&X-Amz-Signature=ff#top',
      hidden: 'https://b.s3.example.com/k?X-Amz-Credential=REDACTED&X-Amz-Date=2024&X-Amz-Signature=REDACTED#top',
      why: 'a signed URL',
    },
    {
      text: '?q=a%20b&sig=abc&X-Goog-Signature=zz&AWSAccessKeyId=AK&token=t',
      hidden: '?q=a%20b&sig=REDACTED&X-Goog-Signature=REDACTED&AWSAccessKeyId=REDACTED&token=REDACTED',
      why: 'a query alone',
    },
    { text: 'TOKEN=t;page=2', hidden: 'TOKEN=REDACTED;page=2', why: 'semicolons, and capital letters' },
    {
      text: '/x?X%2DAmz%2DSignature=ff&%74oken=t',
      hidden: '/x?X%2DAmz%2DSignature=REDACTED&%74oken=REDACTED',
      why: 'encoded names',
    },
    {
      text: 'next=https%3A%2F%2Fh%2F%3Ftoken%3Dt%26page%3D2&q=1',
      hidden: 'next=https%3A%2F%2Fh%2F%3Ftoken%3DREDACTED%26page%3D2&q=1',
      why: 'a URL inside a URL',
    },
    {
      text: 'user[password]=x&user%5Bpassword%5D=y',
      hidden: 'user[password]=REDACTED&user%5Bpassword%5D=REDACTED',
      why: 'nested names',
    },
    {
      text: 'jdbc:postgresql://db/x?user=a&password=b',
      hidden: 'jdbc:postgresql://db/x?user=a&password=REDACTED',
      why: 'JDBC',
    },
    {
      text: 'Server=db;User ID=sa;Password=my se(cret;Timeout=3',
      hidden: 'Server=db;User ID=sa;Password=REDACTED;Timeout=3',
      why: 'a connection string',
    },
    { text: 'Server=db; Pwd = x', hidden: 'Server=db; Pwd = REDACTED', why: 'one with spaces' },
    {
      text: 'Server=db;Password="a;b""c";Timeout=3',
      hidden: 'Server=db;Password="REDACTED";Timeout=3',
      why: 'one with quotes',
    },
    {
      text: 'AccountName=a;AccountKey=abc==;EndpointSuffix=x',
      hidden: 'AccountName=a;AccountKey=REDACTED;EndpointSuffix=x',
      why: 'a value with =',
    },
    {
      text: 'GET https://h/?token=t) failed',
      hidden: 'GET https://h/?token=REDACTED) failed',
      why: 'inside a message',
    },
    { text: 'DB_PASSWORD=x node main.js', hidden: 'DB_PASSWORD=REDACTED node main.js', why: 'a variable' },
    { text: 'a;jsessionid=A1', hidden: 'a;jsessionid=REDACTED', why: 'a session' },
    {
      text: '{"password":"a\\"b","token":"t","n":1}',
      hidden: '{"password":"REDACTED","token":"REDACTED","n":1}',
      why: 'JSON',
    },
    {
      text: '{\\"password\\":\\"a\\\\\\"b\\",\\"n\\":1}',
      hidden: '{\\"password\\":\\"REDACTED\\",\\"n\\":1}',
      why: 'JSON in JSON',
    },
    {
      text: "{ password: 'a b', apiKey: 'k', n: 1 }",
      hidden: "{ password: 'REDACTED', apiKey: 'REDACTED', n: 1 }",
      why: 'an object as inspect shows it',
    },
    {
      text: "UPDATE users SET password = 'it''s' WHERE id = 1",
      hidden: "UPDATE users SET password = 'REDACTED' WHERE id = 1",
      why: 'SQL',
    },
    { text: "token='cut", hidden: "token='REDACTED", why: 'a value that was cut' },
    { text: 'x-api-key: k1', hidden: 'x-api-key: REDACTED', why: 'a header' },
  ])('hides $why: $text', ({ text, hidden }) => {
    expect(hideCredentials(text)).toBe(hidden);
  });
});

describe('hideCredentials: authorization', () => {
  it.each([
    { text: 'Authorization: Bearer abc', hidden: 'Authorization: Bearer REDACTED' },
    { text: "headers: { authorization: 'Basic dTpw' }", hidden: "headers: { authorization: 'Basic REDACTED' }" },
    { text: '{"Authorization":"Bearer eyJh.eyJz.c2ln","n":1}', hidden: '{"Authorization":"Bearer REDACTED","n":1}' },
    { text: 'Proxy-Authorization: Basic dTpw==', hidden: 'Proxy-Authorization: Basic REDACTED' },
    { text: 'authorization=Bearer%20abc&q=1', hidden: 'authorization=Bearer%20REDACTED&q=1' },
    { text: 'authorization: 0123456789abcdef0123', hidden: 'authorization: REDACTED' },
    { text: 'token rejected: Bearer eyJhbGciOiJub25lIn0.e30.', hidden: 'token rejected: Bearer REDACTED' },
    {
      text: 'Authorization: AWS4-HMAC-SHA256 Credential=AK/x, SignedHeaders=host, Signature=ff',
      hidden: 'Authorization: AWS4-HMAC-SHA256 REDACTED, SignedHeaders=host, Signature=REDACTED',
    },
  ])('hides $text', ({ text, hidden }) => {
    expect(hideCredentials(text)).toBe(hidden);
  });
});

describe('hideCredentials: texts without secrets', () => {
  it.each([
    '', 'orders-api', 'token expired', 'Bearer token expired', 'Basic authentication is required: Authorization header is missing', 'password: must not be empty',
    'invalid signature', 'signature=', '?signature=&page=2', '?page=2&sort=asc', '?q=caf%C3%A9&next=%2Fhome%3Fa%3Db', 'a=1;b=2', 'https://shop.example.com/orders/42?page=2',
    'amqp://guest:***@127.0.0.1:5672', 'postgresql://u:xxxx@db/x', 'https://REDACTED:REDACTED@h/p', 'ssh://git@git.example.com/x', 'postgresql://shop@db:5432/x', 'mysql://a@b@host/x',
    'http://localhost:8080/users/@me', 'http://localhost:{port}/@me', 'http://[::1]:3000/@x', 'https://cdn.example.com/npm/react@18.2.0/a.js', 'webpack://@scope/pkg/./a.js', 'mail bob@example.com',
    'jdbc:oracle:thin:@db:1521/x', 'jdbc:oracle:thin:scott/***@db:1521/x', 'root:***@tcp(db:3306)/x', 'jdbc:sqlserver://db:1433;databaseName=x', '//db.example.com/x', 'mysql:///x', 'mysql://host:/x', 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf',
    '    at f (/app/node_modules/@aws-sdk/core/index.js:72:67)', '    at async file:///app/src/b.mjs:16:49', 'if (token == null || token === other) token = read(x);', 'const secret=read("x")',
    'SELECT id FROM orders WHERE customer = $1 AND id IN (1, 2)', 'UPDATE users SET password = $1, token=? WHERE secret = :s AND t.token=@p1', 'SELECT 1 FROM a JOIN b ON a.token=b.token AND a.token = b.token',
    'UPDATE u SET password = crypt(?, gen_salt(?))', 'SET password=NULL, token = DEFAULT', 'INSERT INTO t (token, secret) VALUES (?, ?)', '{"token":null,"keys":["a"],"n":1}', '{"nextToken":"abc"}', 'nextToken=abc&key=a&code=404',
    '{"password":"***","token":"?"}', 'token=${TOKEN}', 'token=…', 'a:b::c=d%', '%3D', '=', '@', '://@', ':', 'é😀=\uD83D',
  ])('returns "%s" as it is', (text) => {
    expect(hideCredentials(text)).toBe(text);
  }); // prettier-ignore
});

describe('isSecretName', () => {
  it.each([
    'X-Amz-Signature', 'X-Amz-Credential', 'x-amz-security-token', 'AWSAccessKeyId', 'Signature', 'sig', 'token', 'access_token', 'accessToken', 'id_token', 'refresh_token', 'api_key', 'apikey', 'api-key',
    'client_secret', 'secret', 'password', 'passwd', 'pwd', 'PWD', 'auth', 'X-Goog-Signature', 'X-Goog-Credential', 'aws_secret_access_key', 'aws_session_token', 'trustStorePassword', 'SharedAccessKey', 'req.query.token', '%74%6f%6b%65%6e', 'client_assertion', 'oauth.idToken',
  ])('knows %s', (name) => expect(isSecretName(name)).toBe(true)); // prettier-ignore

  it.each([
    '',
    'key',
    'code',
    'nextToken',
    'tokens',
    'author',
    'design',
    'X-Amz-Date',
    'SharedAccessKeyName',
    'oauth',
    'password_hint',
    `${'a'.repeat(200)}token`,
  ])('does not know "%s"', (name) => expect(isSecretName(name)).toBe(false));
});

describe('hideCredentials: any text', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9]{3}zq7[A-Za-z0-9]{3}$/);
  const name = fc.constantFrom('token', 'X-Amz-Signature', 'Password', 'client_secret', 'x%2Dapi%2Dkey', 'sig');
  const planted = fc.oneof(
    fc.tuple(name, secret).map(([key, value]) => `https://h.example.com/p?a=1&${key}=${value}&b=2`),
    fc.tuple(name, secret).map(([key, value]) => `Server=db;${key}=${value} ${value};Timeout=3`),
    fc.tuple(name, secret).map(([key, value]) => JSON.stringify({ n: 1, [key]: `${value}"'${value}` })),
    secret.map((value) => `pg://user:${value}@db:5432/x`),
    secret.map((value) => `Authorization: Bearer ${value}`),
    fc.tuple(name, secret).map(([key, value]) => encodeURIComponent(`https://h/?a=1&${key}=${value}&b=2`)),
  );
  const plain = fc.constantFrom('SELECT 1', 'GET /orders', '\n', ' ', '😀', 'at f (/a.js:1:2)', 'page=2', 'é');
  const sign = fc.constantFrom(
    'token=',
    'password',
    '=',
    '%3D',
    ':',
    ' ',
    '"',
    "'",
    '\\',
    '`',
    ';',
    '&',
    '?',
    '@',
    '://',
    'a',
    '1',
    '/',
    '(',
    ')',
    '\uD83D',
    '\uDE00',
    'Bearer ',
    'authorization: ',
    'x-api-key:',
    '%26',
    '*',
    '\n',
    'http',
    '.',
  );

  test('no planted secret survives between other texts', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(plain, planted, plain)), (parts) => {
        expect(hideCredentials(parts.map((part) => part.join('\n')).join('\n'))).not.toContain('zq7');
      }),
    );
  });

  test('hiding twice changes nothing more, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.oneof(sign, planted), { maxLength: 30 }).map((signs) => signs.join('')),
        ),
        (text) => {
          const hidden = hideCredentials(text);
          expect(hideCredentials(hidden)).toBe(hidden);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('a text without signs of assignment, user or header is the same string', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => !/[=@:%]|bearer|authorization/i.test(text)),
        (text) => {
          expect(hideCredentials(text)).toBe(text);
        },
      ),
    );
  });

  const size = 500_000;
  it.each([
    'token=',
    'x-x',
    'a:b@',
    '://',
    '://a:b/',
    ' =',
    '\\"',
    'token="',
    'Password=x;',
    'bearer ',
    'authorization:',
    '%3D',
    'jdbc:oracle:thin:a/',
    'a:',
    '@tcp(',
    'token=\\"',
    "'token':'",
    ';a=;',
  ])('takes linear time for 500,000 characters of %s', (part) => {
    const text = `=@${part.repeat(size / part.length)}`;
    const start = performance.now();
    hideCredentials(text);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
