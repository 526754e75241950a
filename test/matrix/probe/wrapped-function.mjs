import { wrapHandler } from '@otel-xray/lambda';
import { handler as plain } from './plain-function.mjs';

export const handler = wrapHandler(plain, { indexedAttributes: ['order.id'] });
