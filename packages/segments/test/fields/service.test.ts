import { expect, it } from 'vitest';
import { documentOf } from '../spans.ts';

it.each([
  { resource: {}, service: undefined, why: 'unknown' },
  { resource: { 'service.version': '1.2.0' }, service: { version: '1.2.0' }, why: 'the version' },
  { resource: { 'container.image.tag': 'v7' }, service: { version: 'v7' }, why: 'the image’s tag' },
  {
    resource: { 'service.version': '1.2.0', 'container.image.tag': 'v7' },
    service: { version: '1.2.0' },
    why: 'the version first',
  },
  {
    resource: { 'service.version': '', 'container.image.tag': 'v7' },
    service: { version: 'v7' },
    why: 'empty counts as missing',
  },
  { resource: { 'service.version': 5 }, service: undefined, why: 'no text' },
  { resource: { 'container.image.tags': ['v7'] }, service: undefined, why: 'another key' },
])('is $service with $resource ($why)', ({ resource, service }) => {
  expect(documentOf({ resource }).service).toEqual(service);
});
