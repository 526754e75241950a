import { HIDDEN, hideSecretParameters } from './secret-parameters.ts';

/**
 * What a text with credentials has at the least: `@`, an assignment, a quoted value behind a colon, or a header. Most
 * texts have none of it, and this runs on every text of every span.
 */
const CANDIDATE = /[=@]|:\s*\\*["'`]|%3[dD]|%40|[Bb]earer|BEARER|uthorization|AUTHORIZATION|[xX]-\w/;

/** The shortest that holds a secret: `sig=x`. */
const MIN_CHARS = 5;

/** Times that a text is gone through: what is hidden first can have kept something else from being seen. */
const MAX_PASSES = 4;

/** What stands between `scheme://` and the host; an `@` inside a password ought to be encoded and often is not. */
const USER_INFO = /:\/\/([^\s/?#"'<>\\`]+)@/g;

/** The same with a `/`, `?` or `#` in the password: no URL, since a port would have to be a number, but written anyway. */
const BROKEN_USER_INFO = /:\/\/([\w.%+~-]{0,128}):(?!\d*[/?#])(?![{$<])([^\s"'<>@\\`]{1,256})@(?=[\w[])/g;

/** User and password of a URL that is itself a parameter: `u=https%3A%2F%2Fbob%3Apassword%40host`. */
const ENCODED_USER_INFO = /(%3A%2F%2F)[\w.~-]{0,128}(%3A)[\w.~!*-]{1,256}(%40)/gi;

/** The same without a scheme, `//bob:password@host`. */
const BARE_USER_INFO = /(^|[\s"'(=])\/\/[\w.~-]{1,128}:([^\s/?#"'<>\\`@]{1,256})@/g;

/** The driver's own form of Go's MySQL and of Oracle's JDBC, which are no URLs. */
const DRIVER_USER_INFO =
  /[\w.-]{1,64}:([^\s"'@/]{1,256})@(?=(?:tcp|unix)\()|(?<=jdbc:oracle:\w{1,8}:)[^\s"'@/:]{1,64}\/([^\s"'@]{1,256})@/gi;

/** What such a text has at the least. */
const DRIVER = /@(?:tcp|unix)\(|jdbc:oracle:/i;

/** `Authorization: Bearer …` in a header, an object or a parameter; the scheme stays. */
const AUTHORIZATION =
  /(authorization\\*["']?(?: ?[:=] ?|%3d)\\*["']?)(bearer|basic|digest|token|apikey|negotiate|aws|aws4-hmac-sha256)((?:\s|%20|\+){1,8})([^\s"'`\\,;&)}\]>]+)/gi;

/** A value after `Authorization:` that has no scheme, or one after `Bearer` alone: hidden if it looks like a key. */
const LOOSE_KEY =
  /(authorization\\*["']?(?: ?[:=] ?|%3d)\\*["']?|\bbearer(?:\s|%20){1,8})(?!aws4-)([\w.~+/-]{16,}=*)/gi;

/**
 * Replaces credentials in a text by `REDACTED`, wherever they stand: in URLs alone or inside a message or a stack, in
 * query strings, connection strings and headers. What is replaced:
 *
 * - user and password of a URL, `https://REDACTED:REDACTED@host`; a user name alone only in `http(s)` URLs, where it is
 *   mostly a token; neither where the password is masked already (`amqp://guest:***@host` stays);
 * - values of parameters whose names say that they are secrets, such as `X-Amz-Signature`, `sig`, `token`, `Password`
 *   (all of them: `isSecretName`), and that are no placeholders;
 * - what follows `Authorization: Bearer` and the like.
 *
 * A text without any is returned as it is, the very same string. Applying it twice changes nothing more. Never throws;
 * linear in the text's length.
 */
export function hideCredentials(text: string): string {
  if (text.length < MIN_CHARS || !CANDIDATE.test(text)) return text;
  let hidden = text;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const next = hideSecretParameters(hideAuthorization(hideUserInfo(hidden)));
    if (next === hidden) return hidden;
    hidden = next;
  }
  return hidden;
}

function hideUserInfo(text: string): string {
  const encoded = text.includes('%40') ? hideInParameters(text) : text;
  if (!encoded.includes('@')) return encoded;
  const hidden = encoded.includes('//') ? hideInUrls(encoded) : encoded;
  return DRIVER.test(hidden) ? hideForDrivers(hidden) : hidden;
}

function hideInParameters(text: string): string {
  return text.replace(ENCODED_USER_INFO, `$1${HIDDEN}$2${HIDDEN}$3`);
}

function hideInUrls(text: string): string {
  return text
    .replace(BARE_USER_INFO, (whole, before: string, password: string) =>
      isMasked(password) ? whole : `${before}//${HIDDEN}:${HIDDEN}@`,
    )
    .replace(
      USER_INFO,
      (_, userInfo: string, at: number) =>
        `://${hideUser(userInfo, /https?$/i.test(text.slice(Math.max(0, at - 5), at)))}@`,
    )
    .replace(BROKEN_USER_INFO, (whole, user: string, password: string) =>
      isMasked(password) ? whole : `://${hide(user)}:${HIDDEN}@`,
    );
}

function hideForDrivers(text: string): string {
  return text.replace(DRIVER_USER_INFO, (whole, goPassword?: string, oraclePassword?: string) => {
    if (isMasked(goPassword ?? oraclePassword ?? '')) return whole;
    return goPassword === undefined ? `${HIDDEN}/${HIDDEN}@` : `${HIDDEN}:${HIDDEN}@`;
  });
}

function hideUser(userInfo: string, isHttp: boolean): string {
  const colon = userInfo.indexOf(':');
  const user = colon === -1 ? userInfo : userInfo.slice(0, colon);
  const password = userInfo.slice(user.length + 1);
  if (password !== '') return isMasked(password) ? userInfo : `${hide(user)}:${HIDDEN}`;
  return isHttp && /^[^,;()]+$/.test(user) && !isMasked(user) ? HIDDEN + userInfo.slice(user.length) : userInfo;
}

/** A user name, hidden; an empty one tells nothing, as in `redis://:password@host`. */
function hide(user: string): string {
  return user === '' ? '' : HIDDEN;
}

function isMasked(secret: string): boolean {
  return secret === HIDDEN || /^(?:\*+|x{3,})$/i.test(secret);
}

function hideAuthorization(text: string): string {
  if (!/bearer|authorization/i.test(text)) return text;
  return text
    .replace(AUTHORIZATION, (_, before: string, scheme: string, space: string) => `${before}${scheme}${space}${HIDDEN}`)
    .replace(LOOSE_KEY, (whole, before: string, key: string) => (/\d/.test(key) ? before + HIDDEN : whole));
}
