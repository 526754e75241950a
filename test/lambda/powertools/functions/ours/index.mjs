import { captureMethod, putAnnotation, putMetadata, traceAwsClient } from '@otel-xray/lambda';
import { createShop } from '../shop.mjs';

const shop = await createShop({ putAnnotation, putMetadata, captureMethod, traceClient: traceAwsClient });

export const handler = async (event, _context) => shop(event);
