import { toAnnotationKey } from '../fields/annotations.ts';
import { type InputName, inputNames, type MappingRow } from '../mapping/row.ts';
import { RESOURCE_PREFIX } from '../vocabulary.ts';
import { attributeInput, readInput, resourceInput } from './inputs.ts';
import type { Leaf } from './leaves.ts';
import type { Subject } from './subject.ts';

const NAMESPACE_PREFIX = 'aws.xray.metadata.';

/** Inputs of the row that are there and might have given the member, in the row's order. */
export function candidatesOf(
  subject: Subject,
  { row, steps }: Leaf & { readonly row: MappingRow },
): readonly InputName[] {
  const key = String(steps.at(-1));
  if (row.member === 'annotations.*') return annotationCandidates(subject, row, key);
  const named = steps[0] === 'metadata' ? metadataCandidates(subject, String(steps[1]), key) : [];
  return given(subject, [...inputNames(row).filter(isPlain), ...named]);
}

function isPlain(input: InputName): boolean {
  return !input.endsWith('*') && !input.startsWith(NAMESPACE_PREFIX);
}

function given(subject: Subject, inputs: readonly InputName[]): readonly InputName[] {
  return [...new Set(inputs)].filter((input) => readInput(subject, input) !== undefined);
}

/** Every attribute that would have this key as an annotation, and what asks for annotations. */
function annotationCandidates(subject: Subject, row: MappingRow, key: string): readonly InputName[] {
  const { span, options } = subject;
  const toKey = (name: string): string => toAnnotationKey(options.annotationAliases?.[name] ?? name);
  const ofSpan = Object.keys(span.attributes).filter((name) => toKey(name) === key);
  const ofResource = Object.keys(span.resource.attributes).filter((name) => toKey(RESOURCE_PREFIX + name) === key);
  return given(subject, [
    ...ofSpan.map(attributeInput),
    ...ofResource.map(resourceInput),
    ...inputNames(row).filter(isPlain),
  ]);
}

function metadataCandidates({ span }: Subject, namespace: string, key: string): readonly InputName[] {
  const isNamespace = (name: string): boolean =>
    name === namespace || (namespace === 'default' && name.toLowerCase() === 'default');
  const objects = Object.keys(span.attributes)
    .filter((name) => name.startsWith(NAMESPACE_PREFIX) && isNamespace(name.slice(NAMESPACE_PREFIX.length)))
    .map(attributeInput);
  if (namespace !== 'default') return objects;
  const resource = key.startsWith(RESOURCE_PREFIX) ? [resourceInput(key.slice(RESOURCE_PREFIX.length))] : [];
  return [attributeInput(key), ...resource, ...objects];
}
