import { describe, expect, test } from 'vitest'
import { parseStartOptions } from './start-options.mjs'

describe('npm start -- …', () => {
  test.for([
    [[], {}, [], undefined],
    [['--scenario', 'region-failure'], {}, ['--scenario', 'region-failure'], undefined],
    [['--scenario=calm'], {}, ['--scenario', 'calm'], undefined],
    [['--port', '8080'], {}, [], '127.0.0.1:8080'],
    [['--port=0', '--scenario', 'calm'], { SPILLWAY_LISTEN: '[::1]:7700' }, ['--scenario', 'calm'], '[::1]:0'],
    [['--services', '1000', '--connections=4000'], {}, ['--services', '1000', '--connections', '4000'], undefined],
    [['--services', '300', '--seed', 'random'], {}, ['--services', '300', '--seed', 'random'], undefined],
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

  test.for([
    [['--services', 'many'], '--services many: expected a whole number, such as --services 1000'],
    [['--connections', '-4'], '--connections -4: expected a whole number, such as --connections 4000'],
    [['--services=2.5'], '--services 2.5: expected a whole number, such as --services 1000'],
    [['--services', '9', '--scenario', 'calm'], /tells no story: leave out --scenario/],
  ] as const)('%j is refused with the reason', ([args, why]) => {
    expect(parseStartOptions(args, {})).toEqual({
      kind: 'wrong',
      why: typeof why === 'string' ? why : expect.stringMatching(why),
    })
  })

  test('help', () => {
    expect(parseStartOptions(['--help'], {})).toEqual({ kind: 'help' })
  })
})
