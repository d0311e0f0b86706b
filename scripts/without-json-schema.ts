import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'

/**
 * The schemas that check what crosses the wire carry all that is needed to be written as JSON Schema, which the server
 * does for its API's page and the console never: in the browser's build those parts are left out of the library. Whoever
 * called them there would be told so.
 */
export function withoutJsonSchema(): Plugin {
  return {
    name: 'spillway:without-json-schema',
    apply: 'build',
    load: {
      filter: { id: /\/node_modules\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/ },
      handler: async (id) => stubOf(await readFile(id, 'utf8')),
    },
  }
}

/** A module that exports the same names, each of which makes a function that fails. */
export function stubOf(code: string): string {
  const declared = [...code.matchAll(/^export (?:async )?(?:const|function) (\w+)/gm)].map(([, name]) => name)
  const renamed = [...code.matchAll(/^export \{ \w+ as (\w+) \};?$/gm)].map(([, name]) => name)
  return [
    "const refuse = () => { throw new Error('the console writes no JSON Schema') }",
    ...[...declared, ...renamed].map((name) => `export const ${name} = () => refuse`),
  ].join('\n')
}
