import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { ConfiguredControl } from '#bff/config/configuration.ts'

/** The example of each README is a configuration that is taken, with values for what it leaves to the environment. */
const FOLDERS = ['haproxy', 'powerdns', 'webhook', 'route53', 'arc', 'gateway-api', 'istio']
const Example = z.strictObject({ controls: z.array(z.unknown()).length(1) })

test.each(FOLDERS)('the example of %s is right, and of its kind', (folder) => {
  const text = readFileSync(join(import.meta.dirname, folder, 'README.md'), 'utf8')
  const yaml = /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? ''
  const filled = yaml.replaceAll(/\$\{[^}]+\}/g, 'sixteen-letters-or-more').replaceAll('…', '1')
  const [control] = Example.parse(parse(filled)).controls
  const parsed = ConfiguredControl.safeParse(control)
  expect(parsed.success ? null : z.prettifyError(parsed.error)).toBeNull()
  expect(parsed.data?.kind).toBe(folder)
})

test('every kind that can be configured has its README', () => {
  const kinds = ConfiguredControl.options.map((option) => option.shape.kind.value)
  expect(kinds.filter((kind) => !existsSync(join(import.meta.dirname, kind, 'README.md')))).toEqual([])
  expect(kinds.toSorted()).toEqual(FOLDERS.toSorted())
})
