import { describe, expect, test } from 'vitest'
import { parseStartOptions } from './start-options.mjs'

describe('npm start -- …', () => {
  test.for([
    [[], {}, [], undefined],
    [['--scenario', 'region-failure'], {}, ['--scenario', 'region-failure'], undefined],
    [['--scenario=calm'], {}, ['--scenario', 'calm'], undefined],
    [['--port', '8080'], {}, [], '127.0.0.1:8080'],
    [['--port=0', '--scenario', 'calm'], { SPILLWAY_LISTEN: '[::1]:7700' }, ['--scenario', 'calm'], '[::1]:0'],
    [[], { SPILLWAY_LISTEN: 'localhost:1' }, [], 'localhost:1'],
  ] as const)('%j with %j', ([args, env, passed, listen]) => {
    const options = parseStartOptions(args, env)
    expect(options).toMatchObject({ kind: 'run', args: passed })
    expect(options.kind === 'run' ? options.env['SPILLWAY_LISTEN'] : null).toBe(listen)
  })

  test.for([[['--prot', '1']], [['--port', 'x']], [['--port', '70000']], [['--port']], [['calm']], [['--scenario']]])(
    '%j is refused',
    ([args]) => {
      expect(parseStartOptions(args ?? [], {})).toMatchObject({ kind: 'wrong' })
    },
  )

  test('help', () => {
    expect(parseStartOptions(['--help'], {})).toEqual({ kind: 'help' })
  })
})
