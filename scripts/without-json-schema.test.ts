import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { stubOf } from './without-json-schema.ts'

test('the stub exports the names that were exported, and nothing of what they did', () => {
  const code = [
    'import x from "y"',
    'export const a = () => x',
    'function b() {}',
    'export { b as c };',
    'export function d() {}',
  ]
  expect(stubOf(code.join('\n')).split('\n').slice(1)).toEqual([
    'export const a = () => refuse',
    'export const d = () => refuse',
    'export const c = () => refuse',
  ])
})

test.each(['to-json-schema', 'json-schema-processors'])(
  'of %s of the library there is, no name is lost',
  async (part) => {
    const path = new URL(`../node_modules/zod/v4/core/${part}.js`, import.meta.url)
    const names = [...stubOf(readFileSync(path, 'utf8')).matchAll(/^export const (\w+)/gm)].map(([, name]) => name)
    expect(names.toSorted()).toEqual(Object.keys(await import(path.href)).toSorted())
    expect(names.length).toBeGreaterThan(5)
  },
)
