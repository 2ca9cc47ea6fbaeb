// The schema as JSON Schema, for editors: committed as `scenarios/scenario.schema.json`.
import { z } from 'zod';
import { generated } from './generate.ts';
import { document, faults } from './schema.ts';

/** The JSON Schema (draft 7) of the format. */
export function scenarioSchema(): { readonly [key: string]: unknown } {
  const shape = { ...document.shape, faults: z.union([faults, generated]).optional() };
  const { $schema, ...rest } = z.toJSONSchema(z.strictObject(shape), { target: 'draft-7', io: 'input' });
  const anyOf = [{ required: ['system'] }, { required: ['use'] }];
  return { $schema, title: 'Faultline scenario, format 1', ...pointingBack(rest), anyOf };
}

type Json = { readonly [key: string]: unknown };

/** The parts of a row are those of the document: each points to where it stands already, or the schema doubles. */
function pointingBack(schema: Json): Json {
  const properties = schema['properties'] as { readonly [key: string]: Json };
  const places = Object.entries(properties).flatMap(([key, part]): readonly (readonly [string, Json])[] => {
    const choices = (part['anyOf'] ?? []) as readonly Json[];
    return [
      [`#/properties/${key}`, part],
      ...choices.map((each, i) => [`#/properties/${key}/anyOf/${i}`, each] as const),
    ];
  });
  const row = (over: Json): Json => {
    const own = Object.entries(over['properties'] as { readonly [key: string]: Json }).map(([key, part]) => {
      const place = places.find(([, other]) => shapeOf(other) === shapeOf(part));
      return [key, place === undefined || shapeOf(part).length < 200 ? part : { $ref: place[0] }];
    });
    return { ...over, properties: Object.fromEntries(own) };
  };
  const sweep = properties['sweep']!;
  const parts = sweep['properties'] as { readonly [key: string]: Json };
  const over = { ...parts['over']!, items: row(parts['over']!['items'] as Json) };
  return { ...schema, properties: { ...properties, sweep: { ...sweep, properties: { ...parts, over } } } };
}

function shapeOf({ description: _, ...rest }: Json): string {
  return JSON.stringify(rest);
}
