import type { Problem, Rule } from '../rule.ts';
import { problemIf } from '../rule.ts';
import { guide } from '../sources.ts';
import { describeValue, isText, ownOf } from '../values.ts';

/** Of a URL, what stands between `//` and the path. */
const AUTHORITY = /:\/\/([^/?#\s]*)/;
const SETTING = /\b(?:password|pwd)\s*=\s*([^;&\s]*)/i;
/** What stands where a password was: nothing, stars, a word in brackets or alone. */
const HIDDEN = /^(?:\**|x+|[[<{%]?(?:5B)?(?:redacted|hidden|masked|removed)\b.*)$/i;

/** Places of URLs and connection strings. */
const PLACES: readonly (readonly [block: string, name: string])[] = [
  ['sql', 'url'],
  ['sql', 'connection_string'],
  ['aws', 'queue_url'],
];

/** Rules on `sql`, and on passwords in what names a server. */
export const sqlRules: readonly Rule[] = [
  {
    id: 'sql-preparation',
    severity: 'advice',
    asks: '`sql.preparation` is `call` or `statement`.',
    source: guide('sql'),
    find: ({ members: { sql } }) => {
      const preparation = ownOf(sql, 'preparation');
      const isOther = isText(preparation) && preparation !== 'call' && preparation !== 'statement';
      return problemIf(
        isOther,
        '/sql/preparation',
        () => `expected "call" or "statement", found ${describeValue(preparation)}`,
      );
    },
  },
  {
    id: 'credentials',
    severity: 'advice',
    asks: 'URLs and connection strings hold no password.',
    why: 'Whoever may read traces may read it.',
    source: guide('sql: connection strings without passwords'),
    find: ({ members }) => [
      ...credentialsIn(ownOf(ownOf(members['http'], 'request'), 'url'), '/http/request/url'),
      ...PLACES.flatMap(([block, name]) => credentialsIn(ownOf(members[block], name), `/${block}/${name}`)),
    ],
  },
];

function credentialsIn(text: unknown, pointer: string): readonly Problem[] {
  const hasSome =
    isText(text) && [passwordOfUrl(text), SETTING.exec(text)?.[1] ?? ''].some((found) => !HIDDEN.test(found));
  // The text itself is not quoted: findings are printed in public logs.
  return problemIf(hasSome, pointer, () => 'it seems to hold a password: leave that out');
}

/** What stands between the user's name and `@`; by search and not by one pattern, which a hostile URL could keep busy. */
function passwordOfUrl(text: string): string {
  const authority = AUTHORITY.exec(text)?.[1] ?? '';
  const user = authority.slice(0, Math.max(authority.lastIndexOf('@'), 0));
  const colon = user.indexOf(':');
  return colon === -1 ? '' : user.slice(colon + 1);
}
