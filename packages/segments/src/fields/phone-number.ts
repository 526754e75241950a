import type { AttributeReader } from '../attributes.ts';
import { Family } from '../families.ts';
import { HIDDEN } from '../secret-parameters.ts';
import type { TextFacts } from '../text-facts.ts';
import { DESTINATION_KEYS, MESSAGING_SYSTEM } from '../vocabulary.ts';

const PHONE_NUMBER = /^\+?\d[\d ()-]{5,}$/;

/** Whether SNS sends to a phone number: it names a person, and is masked wherever it stands. */
export function isPhoneTarget(attributes: AttributeReader): boolean {
  if (!attributes.hasFamily(Family.messaging) || !/sns/.test(attributes.text(MESSAGING_SYSTEM))) return false;
  return PHONE_NUMBER.test(attributes.firstText(DESTINATION_KEYS));
}

/** The text with the phone number that SNS sends to masked. */
export function withoutPhoneNumber({ attributes }: Pick<TextFacts, 'attributes'>, text: string): string {
  return isPhoneTarget(attributes) ? text.replaceAll(attributes.firstText(DESTINATION_KEYS), HIDDEN) : text;
}
