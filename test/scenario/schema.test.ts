import { expect, test } from 'vitest';
import { scenarioSchema } from '../../src/scenario/index.ts';

test('the committed JSON Schema is the one that the code yields (npx vitest run test/scenario/schema -u rewrites it)', async () => {
  await expect(`${JSON.stringify(scenarioSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../scenarios/scenario.schema.json',
  );
});

test('the JSON Schema is draft 7, strict, and shows units as patterns with examples', () => {
  const schema = scenarioSchema() as {
    [key: string]: unknown;
    properties: { [key: string]: { [key: string]: unknown } };
  };
  expect(schema['$schema']).toBe('http://json-schema.org/draft-07/schema#');
  expect(schema['additionalProperties']).toBe(false);
  expect(schema['required']).toEqual(['faultline', 'name', 'about', 'run']);
  const run = schema.properties['run']!;
  expect(run['type']).toBe('string');
  expect('1.5ms').toMatch(new RegExp(run['pattern'] as string));
  expect('2').not.toMatch(new RegExp(run['pattern'] as string));
});
