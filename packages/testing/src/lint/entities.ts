import type { Entity, JsonObject } from './rule.ts';
import { isObject, itemsOf } from './values.ts';

/**
 * All segments and subsegments of a document, parents before their children. Not by recursion: a document may be nested as
 * deeply as its sender likes.
 */
export function entitiesOf(document: JsonObject): readonly Entity[] {
  const kind = document['type'] === 'subsegment' ? 'independent' : 'segment';
  const entities: Entity[] = [{ kind, members: document, pointer: '', parent: undefined }];
  for (const parent of entities) {
    itemsOf(parent.members['subsegments']).forEach((members, index) => {
      const pointer = `${parent.pointer}/subsegments/${index}`;
      if (isObject(members)) entities.push({ kind: 'nested', members, pointer, parent });
    });
  }
  return entities;
}
