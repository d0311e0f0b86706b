import { describe, expect, test } from 'vitest'
import { evaluate, type Evaluation } from './evaluate.ts'
import { parseStack, StackFault, type Tags } from './stack-language.ts'

/** Four series of one moment: `app/zone/result value`. */
const SERIES: readonly [Tags, number][] = [
  [{ name: 'calls', app: 'api', zone: 'a', result: 'success' }, 8],
  [{ name: 'calls', app: 'api', zone: 'b', result: 'failure' }, 2],
  [{ name: 'calls', app: 'web', zone: 'a', result: 'success' }, 5],
  [{ name: 'calls', app: 'web', result: 'failure' }, NaN],
]

const INPUT: Evaluation = {
  series: SERIES.map(([tags, value]) => ({
    tags,
    region: '',
    valueAt: () => value,
    instances: () => 1,
    bucketsAt: null,
  })),
  momentsOf: () => [{ at: 60_000, stepMs: 60_000, until: 60_000 }],
  boundsMs: [],
}

function told(text: string): Record<string, number | undefined> {
  const lines = parseStack(text).flatMap((expression) => evaluate(expression, INPUT))
  return Object.fromEntries(
    lines.map(({ tags, values }) => [`${tags['app'] ?? 'all'}/${tags['zone'] ?? '*'}`, values[0]]),
  )
}

describe('expressions', () => {
  test.each([
    ['name,calls,:eq,:sum', { 'all/*': 15 }],
    ['name,calls,:eq', { 'all/*': 15 }],
    ['name,calls,:eq,:sum,(,app,),:by', { 'api/*': 10, 'web/*': 5 }],
    ['name,calls,:eq,:max,(,app,),:by', { 'api/*': 8, 'web/*': 5 }],
    ['name,calls,:eq,:count,(,app,),:by', { 'api/*': 2, 'web/*': 1 }],
    // Who lacks a tag of the grouping is in no group.
    ['name,calls,:eq,:sum,(,app,zone,),:by', { 'api/a': 8, 'api/b': 2, 'web/a': 5 }],
    ['name,calls,:eq,result,failure,:eq,:and,:sum,(,app,),:by', { 'api/*': 2 }],
    ['app,(,api,web,),:in,zone,:has,:not,:and,:sum', {}],
    ['app,api,:eq,zone,a,:eq,:or,:sum', { 'all/*': 15 }],
    ['result,failure,:eq,:sum,(,app,),:by,name,calls,:eq,:sum,(,app,),:by,:div', { 'api/*': 0.2 }],
    ['name,calls,:eq,:sum,(,app,),:by,name,calls,:eq,:sum,(,app,),:by,:div', { 'api/*': 1, 'web/*': 1 }],
  ])('%s', (text, lines) => {
    expect(told(text)).toEqual(lines)
  })
})

describe('faults, in Atlas’s words', () => {
  test.each([
    ['name,calls,:equals', "unknown word ':equals'"],
    ['name,:eq', "no matches for word ':eq'"],
    [':sum', "no matches for word ':sum'"],
    ['name', 'expecting time series expr'],
  ])('%s', (text, words) => {
    expect(() => parseStack(text)).toThrow(StackFault)
    expect(() => parseStack(text)).toThrow(words)
  })
})
