import { type AttributeKey, attributeKeyOf, type Treatment } from '../attribute-keys.ts';
import { isSecretKey } from '../secret-names.ts';
import { HIDDEN } from '../secret-parameters.ts';
import type { TextFacts } from '../text-facts.ts';
import type { TextOf } from '../values.ts';
import { withoutPhoneNumber } from './phone-number.ts';
import { isParameterKey, isQueryKey, parameterValue, queryText } from './query-text.ts';

const DESTINATION_KEYS = new Set(['messaging.destination.name', 'messaging.destination']);

/** Headers by their names alone, and such as instrumentations were told to capture: `http.request.header.cookie`. */
const SECRET_HEADER =
  /^(?:(?:http|rpc)\.(?:.*\.)?(?:header|metadata)\.)?(?:(?:proxy[-_])?authorization|(?:set[-_])?cookie)$/i;

/**
 * The text of an attribute as it may be sent as annotation or metadata: credentials hidden, SQL as the options want it, a phone
 * number that SNS sends to (it names a person) masked. `undefined` if it must not be sent.
 */
export function attributeText(facts: TextFacts, key: AttributeKey, value: string): string | undefined {
  switch (treatmentOf(key)) {
    case 'query':
      return queryText(facts, value);
    case 'parameter':
      return parameterText(facts, value);
    case 'secret':
      return HIDDEN;
    case 'destination':
      return facts.options.redact('attribute', withoutPhoneNumber(facts, value));
    case 'plain':
      return facts.options.redact('attribute', value);
  }
}

/** {@link attributeText} for values that hold others: a member is treated by its own key. What must not be sent is `''`. */
export function keyedText(facts: TextFacts): TextOf {
  return (value, key) => attributeText(facts, attributeKeyOf(key), value) ?? '';
}

/** How texts of the key are sent: `plain` is what only loses its credentials. */
export function treatmentOf(key: AttributeKey): Treatment {
  return (key.treatment ??= findTreatment(key.name));
}

function findTreatment(key: string): Treatment {
  if (isQueryKey(key)) return 'query';
  if (isParameterKey(key)) return 'parameter';
  if (isSecretHeader(key) || isSecretKey(key)) return 'secret';
  return DESTINATION_KEYS.has(key) ? 'destination' : 'plain';
}

function parameterText(facts: TextFacts, value: string): string | undefined {
  const shown = parameterValue(facts, value);
  return typeof shown === 'string' ? facts.options.redact('sql', shown) : undefined;
}

/** A header that an instrumentation was told to capture, `http.request.header.cookie`; a map of headers names them alone. */
function isSecretHeader(key: string): boolean {
  // Few keys end like one, and the expression takes long to compile.
  const end = key.slice(-6).toLowerCase();
  return (end === 'zation' || end === 'cookie') && SECRET_HEADER.test(key);
}
