import { remembering } from './remember.ts';

/** The longest parameter name that is looked at: the longest known one, with every character percent-encoded, is shorter. */
export const MAX_SECRET_NAME_CHARS = 96;

/**
 * Names whose values are secrets, in lower case and without `-` and `_`, whatever stands before them (`db_password`,
 * `X-Amz-Signature`). A list, since an expression of them all takes a third of a millisecond to compile.
 *
 * Left out on purpose, since they mean harmless things far more often: `key`, `code`, `state`, `pass`, `user`, `sid`.
 */
const ENDINGS = new Set(
  (
    'password passwd pwd passphrase secret ' +
    'secretkey apikey accesskey accountkey privatekey signingkey encryptionkey ' +
    'accesskeyid signature amzcredential googcredential clientassertion sessionid phpsessid ' +
    'accesstoken idtoken refreshtoken authtoken bearertoken sessiontoken securitytoken csrftoken xsrftoken apitoken sastoken'
  ).split(' '),
);
/** `pwd` */
const MIN_ENDING_CHARS = 3;
/** `clientassertion` */
const MAX_ENDING_CHARS = 15;
/** Names that are too common as the end of other words (`nextToken`, `oauth`): they stand alone, or behind a dot. */
const WHOLE = new Set('token sig auth assertion credential jwt hmac sas'.split(' '));

/** The letters that these names end in, and the digits that an encoded letter or bracket may end in. */
const LAST_CHARS = new Set(
  [...'nghlyedtcs'].flatMap((letter) => [letter.charCodeAt(0), letter.toUpperCase().charCodeAt(0)]),
);

/** What stands before a parameter's name, once percent-encoding is undone. */
const BEFORE_NAME = /[?&;#,/=:[\s]/;

/** Whether a secret's name can end in this character: cheap, and tells most other names apart. */
export function endsSecretName(code: number): boolean {
  return LAST_CHARS.has(code);
}

/**
 * Whether a parameter's value is a secret, by the parameter's name: `X-Amz-Signature`, `access_token`, `dbPassword`,
 * `X%2DAmz%2DSignature`, `next%3Ftoken`. Letter case, `-` and `_` do not count.
 */
export const isSecretName: (name: string) => boolean = remembering((name) => {
  // Encoded twice where a whole URL is a parameter.
  const isEncoded = name.includes('%');
  if (name.length > MAX_SECRET_NAME_CHARS && !isEncoded) return false;
  const decoded = isEncoded
    ? (decodeAscii(decodeAscii(name)).replace(/\]$/, '').split(BEFORE_NAME).at(-1) ?? '')
    : name;
  const plain = decoded.replaceAll('-', '').replaceAll('_', '').toLowerCase();
  for (let chars = MIN_ENDING_CHARS; chars <= MAX_ENDING_CHARS; chars++) {
    if (ENDINGS.has(plain.slice(-chars))) return true;
  }
  return WHOLE.has(plain.slice(plain.lastIndexOf('.') + 1));
});

/** Whether an attribute, or a member of one, is a secret by its own name: `db.password`, `apiKey`. */
export function isSecretKey(key: string): boolean {
  return endsSecretName(key.charCodeAt(key.length - 1)) && isSecretName(key.slice(key.lastIndexOf('.') + 1));
}

/** Undoes the percent-encoding of ASCII; unlike `decodeURIComponent`, it never throws. */
function decodeAscii(text: string): string {
  return text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
