import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** Whole programs, with a PATH that holds nothing but what the test puts there. */
let bin: string

beforeAll(() => {
  bin = mkdtempSync(join(tmpdir(), 'spillway-bin-'))
  program('chromium', 'echo only a stub; exit 1')
  program('google-chrome', 'echo Google Chrome 1')
  program('my-browser', 'echo Mine 1')
  program('prometheus', 'echo prometheus, version 3')
  program('alertmanager', 'echo alertmanager, version 0.25')
})
afterAll(() => rmSync(bin, { recursive: true }))

describe.skipIf(process.platform === 'win32')('programs that are looked for', () => {
  test('a browser named by the environment comes first', () => {
    expect(ask('find-chromium', 'findChromium', { SPILLWAY_CHROMIUM: join(bin, 'my-browser') })).toBe(
      join(bin, 'my-browser'),
    )
    expect(ask('find-chromium', 'findChromium', { CHROME_PATH: join(bin, 'my-browser') })).toBe(join(bin, 'my-browser'))
  })

  test('one that does not start is passed over, named or not', () => {
    expect(ask('find-chromium', 'findChromium', { SPILLWAY_CHROMIUM: join(bin, 'chromium') })).toBe(
      join(bin, 'google-chrome'),
    )
    expect(ask('find-chromium', 'findChromium', {})).toBe(join(bin, 'google-chrome'))
  })

  test('an Atlas that is named and there', () => {
    expect(ask('find-java-servers', 'findAtlas', { SPILLWAY_TEST_ATLAS: join(bin, 'prometheus') })).toBe(
      join(bin, 'prometheus'),
    )
    expect(ask('find-java-servers', 'findAtlas', { SPILLWAY_TEST_ATLAS: join(bin, 'gone.jar') })).toBeNull()
    expect(ask('find-java-servers', 'findAtlas', {})).toBeNull()
  })

  test('a Prometheus on the path', () => {
    expect(ask('find-prometheus', 'findPrometheus', {})).toBe(join(bin, 'prometheus'))
  })

  test('a Performance Co-Pilot under a root of its own, if all of it starts', () => {
    const root = join(bin, 'pcp')
    for (const directory of ['bin', 'pmns']) mkdirSync(join(root, 'usr/lib/pcp', directory), { recursive: true })
    writeFileSync(join(root, 'usr/lib/pcp/pmns/root_linux'), '')
    program('pcp/usr/lib/pcp/bin/pmcd', 'exit 0')
    expect(ask('find-pcp', 'findPcp', { SPILLWAY_TEST_PCP: root })).not.toBe(root)
    program('pcp/usr/lib/pcp/bin/pmproxy', 'exit 0')
    expect(ask('find-pcp', 'findPcp', { SPILLWAY_TEST_PCP: root })).toBe(root)
  })

  test('an Alertmanager by either of its names', () => {
    expect(ask('find-alertmanager', 'findAlertmanager', {})).toBe(join(bin, 'alertmanager'))
  })
})

test('a child that could not be started, was ended or took too long has failed', () => {
  expect(ask('run-child', 'runChild', {}, `'no-such-program', []`)).toBe(127)
  expect(ask('run-child', 'runChild', {}, `'/bin/sh', ['-c', 'exit 7']`)).toBe(7)
  expect(ask('run-child', 'runChild', {}, `'/bin/sh', ['-c', 'kill -TERM $$']`)).toBe(143)
  expect(ask('run-child', 'runChild', {}, `'/bin/sh', ['-c', '/bin/sleep 60'], { timeLimitMs: 100 }`)).toBe(137)
})

function program(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(bin, name), 0o755)
}

function ask(module: string, name: string, env: Record<string, string>, args = ''): unknown {
  const code = `const m = await import(${JSON.stringify(join(import.meta.dirname, `${module}.mjs`))}); console.log('answer ' + JSON.stringify(await m.${name}(${args})))`
  const shell = join(bin, 'sh')
  writeFileSync(shell, '#!/bin/sh\nexec /bin/sh "$@"\n')
  chmodSync(shell, 0o755)
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    env: { PATH: bin, HOME: bin, ...env },
    encoding: 'utf8',
  })
  const answer = /^answer (.*)$/m.exec(stdout)?.[1]
  if (answer === undefined) throw new Error(stdout + stderr)
  return JSON.parse(answer)
}
