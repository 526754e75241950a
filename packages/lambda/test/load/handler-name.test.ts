import { describe, expect, it } from 'vitest';
import { parseHandlerName } from '../../src/load/handler-name.ts';

describe('parseHandlerName', () => {
  it.each([
    { name: 'index.handler', parsed: { folder: '', module: 'index', exportPath: 'handler' } },
    { name: 'src/api/index.handler', parsed: { folder: 'src/api', module: 'index', exportPath: 'handler' } },
    { name: 'index.api.get', parsed: { folder: '', module: 'index', exportPath: 'api.get' } },
    { name: '/opt/x/loader.handler', parsed: { folder: '/opt/x', module: 'loader', exportPath: 'handler' } },
    { name: 'my.folder/index.handler', parsed: { folder: 'my.folder', module: 'index', exportPath: 'handler' } },
    { name: 'index', parsed: undefined },
    { name: '', parsed: undefined },
    { name: '../index.handler', parsed: undefined },
  ])('takes $name apart', ({ name, parsed }) => {
    expect(parseHandlerName(name)).toEqual(parsed);
  });
});
