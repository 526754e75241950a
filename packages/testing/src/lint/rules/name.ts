import { MAX_NAME_CHARS } from '../limits.ts';
import type { Rule } from '../rule.ts';
import { problemIf } from '../rule.ts';
import { guide, schema, unprocessed } from '../sources.ts';
import { charsOf, describeValue, isText, quote } from '../values.ts';

/** Forbidden characters that a message names. */
const MAX_SHOWN = 5;
const FORBIDDEN = /[^\p{L}\p{N}\p{Z}_.:/%&#=+\-@]/gu;

/** Rules on `name`. */
export const nameRules: readonly Rule[] = [
  {
    id: 'name-missing',
    severity: 'rejected',
    asks: '`name` is a text that is not empty.',
    source: unprocessed('MissingName'),
    find: ({ members: { name } }) =>
      problemIf(
        !isText(name) || name === '',
        '/name',
        () =>
          `expected a text, found ${describeValue(name)}: name a segment after the service, a subsegment after the callee`,
      ),
  },
  {
    id: 'name-characters',
    severity: 'rejected',
    asks: '`name` has letters, digits, spaces and `_ . : / % & # = + - @` only.',
    source: `${unprocessed('InvalidName')}; ${guide('name')}`,
    find: ({ members: { name } }) => {
      const found = isText(name) ? [...new Set(name.match(FORBIDDEN))] : [];
      const message = (): string =>
        `X-Ray takes no ${found.slice(0, MAX_SHOWN).map(quote).join(' ')} in a name: leave out or replace`;
      return problemIf(found.length > 0, '/name', message);
    },
  },
  {
    id: 'name-length',
    severity: 'rejected',
    asks: `\`name\` has at most ${MAX_NAME_CHARS} characters.`,
    source: guide('name'),
    find: ({ members: { name } }) =>
      problemIf(
        isText(name) && charsOf(name) > MAX_NAME_CHARS,
        '/name',
        () =>
          `${charsOf(String(name))} characters, and at most ${MAX_NAME_CHARS} are taken: cut it, and keep the whole in metadata`,
      ),
  },
  {
    id: 'name-blank',
    severity: 'wrong',
    asks: '`name` is not made of spaces alone.',
    why: 'The schema lets it through, and the map has a node without a name.',
    source: schema('properties.name'),
    find: ({ members: { name } }) =>
      problemIf(
        isText(name) && name !== '' && name.trim() === '',
        '/name',
        () => 'only spaces: nobody can read or search it',
      ),
  },
  {
    id: 'name-spaces',
    severity: 'advice',
    asks: '`name` has no spaces at its ends.',
    why: 'With and without them are two nodes of the map.',
    source: schema('properties.name'),
    find: ({ members: { name } }) =>
      problemIf(
        isText(name) && name.trim() !== name && name.trim() !== '',
        '/name',
        () => 'spaces at its ends make it another node than the same name without: trim it',
      ),
  },
];
