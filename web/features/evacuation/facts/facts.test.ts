import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Phase } from '#contract/evacuation/run.ts'
import { AUTHOR, dryRunAt, runIn, tightWhatIf } from '#mocks/console-api/evacuation-answers.ts'
import { answerOf } from './answer-of.ts'
import { groupWrites } from './group-writes.ts'
import { planeStandsOf } from './plane-stands.ts'
import { servedRates } from './served-rates.ts'
import { shareChartOf } from './share-lines.ts'
import { stageTextOf } from './stage-text.ts'
import { expectedEndOf, movedAllAtOf, stepTimesOf } from './step-times.ts'
import { whoText } from './who-text.ts'

const NOW = Date.UTC(2026, 10, 22, 14, 3, 27)

describe('how the steps stand', () => {
  const states = (run: ReturnType<typeof runIn>) => stepTimesOf(run, NOW).map(({ state }) => state)

  it('onward: done, now, to come', () => {
    expect(states(runIn('running', NOW))).toEqual(['done', 'now', ...Array.from({ length: 5 }, () => 'to-come')])
    expect(stepTimesOf(runIn('running', NOW), NOW).map(({ tookMs }) => tookMs)).toEqual([
      20_000,
      40_000,
      null,
      null,
      null,
      null,
      null,
    ])
  })

  it('back: what was passed and is taken back is undone', () => {
    const stepsDone = [0, 1, 2].map((step) => ({ step, beganAt: NOW - 60_000, verifiedAt: NOW - 50_000 }))
    const run = runIn('rolling-back', NOW, { step: 1, stepsDone })
    expect(states(run).slice(0, 4)).toEqual(['done', 'now', 'undone', 'to-come'])
    expect(expectedEndOf(run, NOW)).toBeNull()
  })

  it('before and after', () => {
    expect(new Set(states(runIn('armed', NOW)))).toEqual(new Set(['to-come']))
    expect(new Set(states(runIn('evacuated', NOW)))).toEqual(new Set(['done']))
    expect(states(runIn('rolled-back', NOW))[0]).toBe('undone')
    expect(states(runIn('held', NOW))[1]).toBe('to-come')
  })

  it('ends when every step left has taken its time', () => {
    // 60 + 30 + 60 + 60 + 30 s to come; the step under way has had its 30 s already.
    expect(expectedEndOf(runIn('running', NOW), NOW)).toBe(NOW + 240_000)
  })
})

describe('target and observed share', () => {
  it('go on as planned while it runs, and only then', () => {
    const running = shareChartOf(runIn('running', NOW), NOW)
    expect(running.observed).toBeCloseTo(0.2, 2)
    expect(running.span.to).toBeGreaterThan(NOW + 120_000)
    expect(running.lines[0]?.values.at(-1)).toBe(0)
    const paused = shareChartOf(runIn('paused', NOW), NOW)
    expect(paused.lines[0]?.values.at(-1)).toBe(0.2)
    expect(paused.span.to).toBeLessThan(NOW + 10_000)
  })

  it('end where the moving did: an hour of watching is not drawn, and nobody calls it the way', () => {
    const run = runIn('evacuated', NOW)
    expect(shareChartOf(run, NOW + 3_600_000).span).toEqual(shareChartOf(run, NOW).span)
    expect(movedAllAtOf(run)).toBe(run.stepsDone.at(-1)?.verifiedAt)
    expect(movedAllAtOf(runIn('running', NOW))).toBeNull()
    expect(movedAllAtOf({ ...run, phase: 'restored', endedAt: NOW + 3_600_000 })).toBe(movedAllAtOf(run))
    expect(movedAllAtOf({ ...run, phase: 'held', endedAt: NOW })).toBe(NOW)
  })

  it('keep what is unknown unknown', () => {
    const run = runIn('running', NOW)
    const shares = run.shares.map((share) => ({ ...share, observed: { ...share.observed, 'us-east-1': null } }))
    const chart = shareChartOf({ ...run, shares }, NOW)
    expect(chart.observed).toBeNull()
    expect(new Set(chart.lines[1]?.values)).toEqual(new Set([null]))
  })

  it('are drawn for any phase, at equal distances', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Phase.options), fc.integer({ min: 0, max: 3_600_000 }), (phase, later) => {
        const { lines, span } = shareChartOf(runIn(phase, NOW), NOW + later)
        expect(span.to).toBeGreaterThan(span.from)
        const at = lines[0]?.at ?? []
        const gaps = at.slice(1).map((moment, index) => moment - (at[index] ?? NaN))
        for (const gap of gaps) expect(gap).toBeCloseTo(gaps[0] ?? NaN, 3)
      }),
    )
  })
})

describe('what the planes say', () => {
  it('is as wanted by the step under way, as before the run, or something else', () => {
    const run = runIn('running', NOW)
    expect(new Set(planeStandsOf(run).map(({ stand }) => stand))).toEqual(new Set(['desired']))
    expect(planeStandsOf({ ...run, step: 0 }).map(({ stand }) => stand)).toContain('other')
    const first = run.planes[0]
    if (first?.kind !== 'read') throw new Error('no reading')
    const unread = {
      kind: 'unread',
      plane: 'edge-proxies',
      instance: 'edge-1',
      at: NOW,
      why: 'no answer',
      last: null,
    } as const
    expect(planeStandsOf({ ...run, planes: [unread] })).toMatchObject([{ stand: 'unread', why: 'no answer', says: '' }])
  })
})

describe('writes', () => {
  it('that are alike stand together, and tell only what changes', () => {
    expect(groupWrites(dryRunAt(NOW))).toEqual([
      {
        step: 1,
        plane: 'edge-proxies',
        segment: 'all',
        instances: ['edge-1', 'edge-2', 'edge-3'],
        changes: [
          { target: 'us-east-1', before: 41, after: 20 },
          { target: 'us-west-2', before: 31, after: 42 },
          { target: 'eu-west-1', before: 28, after: 38 },
        ],
        answers: ['would be accepted'],
      },
    ])
  })

  it('over what could not be read say so', () => {
    const { writes, ...rest } = dryRunAt(NOW)
    const [first] = writes
    if (first === undefined) throw new Error('no write')
    const [group] = groupWrites({ ...rest, writes: [{ ...first, before: null }] })
    expect(group?.changes[0]).toEqual({ target: 'us-east-1', before: null, after: 20 })
  })
})

describe('the answer', () => {
  const { prediction } = tightWhatIf(NOW)
  it.each([
    ['tight', 'mind', 'Tight'],
    ['feasible', 'good', 'Feasible'],
    ['unknown', 'unknown', 'Unknown'],
  ] as const)('%s', (word, tone, headline) => {
    expect(answerOf({ prediction: { ...prediction, word }, refused: [] })).toMatchObject({ tone, headline })
  })

  it('of a shortfall is its size', () => {
    const short = { ...prediction, word: 'short', shortfallRequestsPerSecond: 120_000, shortfallShare: 0.26 } as const
    expect(answerOf({ prediction: short, refused: [] }).headline).toBe('Short 120 k requests/s, 26 % of the moved load')
  })

  it('of what cannot be planned is why, each reason a sentence', () => {
    const { headline, reasons } = answerOf({ prediction, refused: ['no region is left that may take over'] })
    expect([headline, ...reasons]).toEqual(['It cannot be planned', 'No region is left that may take over.'])
  })
})

it('people are named as people', () => {
  expect(whoText('system')).toBe('Spillway')
  expect(whoText(AUTHOR)).toBe('min-kim')
  expect(whoText(AUTHOR, { personId: AUTHOR, name: 'Min Kim' })).toBe('Min Kim (you)')
  expect(whoText('edge-proxies/edge-7')).toBe('edge-proxies/edge-7')
})

it('a step that moves nobody says what it waits for', () => {
  const run = runIn('running', NOW)
  const at = (kind: string, stage: typeof run.stage) =>
    stageTextOf({ ...run, stage, step: run.plan.steps.findIndex((step) => step.kind === kind) })
  expect(at('shift', 'observing')).toBe('observing')
  expect(at('scale', 'observing')).toBe('waiting for instances')
  expect(at('drain', 'observing')).toBe('the last users leave')
  expect(at('drain', 'writing')).toBe('writing to the planes')
  expect(at('verify', 'observing')).toBe('asking all three witnesses')
})

describe('what each region serves', () => {
  const entering = new Map([
    ['us-east-1', 500],
    ['us-west-2', 300],
    ['eu-west-1', 200],
  ])
  const seen = (share: number | null, at = NOW) => ({
    shares: [{ at, target: {}, observed: { 'us-east-1': 0.1, 'us-west-2': share, 'eu-west-1': 0.3 } }],
  })

  it('is what the proxies leave it of all that enters, not what enters there', () => {
    expect(Object.fromEntries(servedRates(entering, seen(0.6), NOW))).toEqual({
      'us-east-1': 100,
      'us-west-2': 600,
      'eu-west-1': 300,
    })
  })

  it('is what enters where nobody looks, or does not know', () => {
    for (const run of [{ shares: [] }, seen(null), seen(0.6, NOW - 60_000)])
      expect(servedRates(entering, run, NOW)).toBe(entering)
  })
})
