import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfiguration } from '#bff/config/read-configuration.ts'
import { DOORS } from './walls/rooms.ts'

/** What the README promises can be checked, so it is. */
const ROOT = join(import.meta.dirname, '..')
const README = readFileSync(join(ROOT, 'README.md'), 'utf8')

test('the ten-line configuration is right, and ten lines', () => {
  const yaml = /```yaml\n([\s\S]*?)```/.exec(README)?.[1] ?? ''
  expect(yaml.trimEnd().split('\n').length).toBeLessThanOrEqual(10)
  const folder = mkdtempSync(join(tmpdir(), 'spillway-readme-'))
  const file = join(folder, 'spillway.yaml')
  writeFileSync(file, yaml)
  const outcome = readConfiguration(file, {})
  rmSync(folder, { recursive: true })
  expect(outcome).toMatchObject({ kind: 'read' })
})

test('every command it names exists, and every command is named', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const named = new Set(
    [...README.matchAll(/npm (?:run )?([a-z]+(?:-[a-z]+)*(?::[a-z0-9]+)?)/g)].map((match) => match[1] ?? ''),
  )
  const commands = Object.keys(scripts)
  expect([...named].filter((name) => !commands.includes(name) && name !== 'ci')).toEqual([])
  expect(commands.filter((name) => !README.includes(name))).toEqual([])
})

test('every file it points at exists', () => {
  const links = [...README.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1] ?? '')
  expect(links.length).toBeGreaterThan(5)
  expect(links.filter((link) => !existsSync(join(ROOT, link)))).toEqual([])
})

test('the architecture fits 60 lines and names every room there is', () => {
  const section = /## Architecture\n([\s\S]*?)\n## /.exec(README)?.[1] ?? ''
  expect(section.split('\n').length).toBeLessThanOrEqual(60)
  const rooms = Object.keys(DOORS).filter((room) => room.includes('/') && existsSync(join(ROOT, room)))
  const unnamed = rooms.filter((room) => !section.includes(`\`${room}\``) && !room.startsWith('web/features/'))
  expect(unnamed).toEqual([])
})
