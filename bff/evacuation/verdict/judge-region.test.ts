import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { RegionVerdict, type ProbeWindow } from '#contract/evacuation/verdict.ts'
import { judgeRegion, type JudgedRegion } from './judge-region.ts'
import type { Testimony } from './testimony.ts'

const NOW = 1_800_000_000_000
const probe = (vantage: string, failing: number, parts: Partial<ProbeWindow> = {}): ProbeWindow => ({
  vantage,
  asked: 'use1',
  from: NOW - 20_000,
  to: NOW - 1_000,
  sent: 100,
  answeredBy: { use1: Math.round((1 - failing) * 100) },
  failed: { timeout: Math.round(failing * 100) },
  latencyMs: { p50: 20, p99: 80 },
  ...parts,
})
const probes = (...failing: number[]) => failing.map((each, index) => probe(`net-${index}`, each))
const survivor = (errorShare: number, from = 'euw1') => ({ from, requestsPerSecond: 50, errorShare, observedAt: NOW })
const metrics = (errorShare: number, parts = {}) => ({
  observedAt: NOW - 2_000,
  errorShare,
  requestsPerSecond: 1_000,
  expectedRequestsPerSecond: NaN,
  ...parts,
})
const silent = [{ plane: 'edge', instance: 'one', readable: false, at: NOW }]
const well = { region: 'euw1', errorShare: 0.001, observedAt: NOW }

function heard(parts: Partial<Testimony>): Testimony {
  const nothing = { region: 'use1', now: NOW, probes: [], survivors: [], metrics: null, planes: [], changes: [] }
  return { ...nothing, others: [well], ...parts }
}
const word = (parts: Partial<Testimony>, before: JudgedRegion | null = null) =>
  judgeRegion(heard(parts), before).verdict.word

describe('one word of five witnesses', () => {
  test.for<[string, string, Partial<Testimony>]>([
    ['all well', 'healthy', { probes: probes(0, 0), survivors: [survivor(0)], metrics: metrics(0.001) }],
    ['well, with one vantage point in trouble of its own', 'healthy', { probes: probes(0, 0, 1), metrics: metrics(0) }],
    [
      'well from outside, metrics gone, survivors content',
      'healthy',
      { probes: probes(0, 0), survivors: [survivor(0)] },
    ],
    ['nobody says anything', 'blind', {}],
    ['metrics alone say well', 'blind', { metrics: metrics(0) }],
    ['probes alone say well', 'blind', { probes: probes(0, 0) }],
    ['one vantage point and metrics say well', 'blind', { probes: probes(0), metrics: metrics(0) }],
    ['two vantage points disagree, metrics well', 'blind', { probes: probes(0, 1), metrics: metrics(0) }],
    ['old metrics and one probe', 'blind', { probes: probes(0), metrics: metrics(0, { observedAt: NOW - 90_000 }) }],
    ['metrics without an error share', 'blind', { probes: probes(0, 0), metrics: metrics(NaN) }],
    ['probes from two networks fail in part', 'sick', { probes: probes(0.3, 0.35), metrics: metrics(0.3) }],
    ['users suffer, its own metrics are proud of themselves', 'sick', { probes: probes(1, 1), metrics: metrics(0) }],
    [
      'users suffer, survivors are content: the edge is dark',
      'sick',
      { probes: probes(1, 1), survivors: [survivor(0)] },
    ],
    ['it reports all its answers fail', 'sick', { metrics: metrics(1) }],
    ['outside well, inside fails', 'sick', { probes: probes(0, 0), metrics: metrics(0.2) }],
    ['only survivors suffer', 'sick', { probes: probes(0, 0), survivors: [survivor(0.4)], metrics: metrics(0) }],
    ['few errors but hardly any traffic', 'sick', { metrics: metrics(0, { expectedRequestsPerSecond: 50_000 }) }],
    ['reached by some networks alone', 'sick', { probes: probes(1, 1, 0) }],
    ['nothing answers from two networks, metrics gone', 'dead', { probes: probes(1, 0.99), planes: silent }],
    ['two regions get nothing from it', 'dead', { survivors: [survivor(1), survivor(1, 'usw2')] }],
    ['one region gets nothing, and its planes are silent', 'dead', { survivors: [survivor(1)], planes: silent }],
    ['one region gets nothing, no more is known', 'blind', { survivors: [survivor(1)] }],
    ['planes are silent, all else is well', 'healthy', { probes: probes(0, 0), metrics: metrics(0), planes: silent }],
    ['planes are silent, no more is known', 'blind', { planes: silent }],
    [
      'probes that somebody else answered',
      'blind',
      { probes: probes(0, 0).map((p) => ({ ...p, answeredBy: { euw1: 100 } })) },
    ],
    ['probes that asked for another region', 'blind', { probes: probes(1, 1).map((p) => ({ ...p, asked: 'euw1' })) }],
    [
      'too few probes',
      'blind',
      { probes: probes(1, 1).map((p) => ({ ...p, answeredBy: {}, failed: { timeout: 3 } })) },
    ],
  ])('%s: %s', ([, expected, parts]) => {
    expect(word(parts)).toBe(expected)
  })
})

describe('does it follow the traffic', () => {
  const sick = { probes: probes(0.4, 0.4), metrics: metrics(0.4) }
  const change = { what: 'api 4.2', at: NOW - 300_000, runsIn: ['use1'], comesTo: [] }
  const wordAfter = (runsIn: string[], comesTo: string[], others = [well]) =>
    word({ ...sick, changes: [{ ...change, runsIn, comesTo }], others })
  test('a change on its way to the saviors', () => expect(wordAfter(['use1'], ['usw2'])).toBe('follows-traffic'))
  test('another region fails too', () => {
    expect(word({ ...sick, others: [{ ...well, errorShare: 0.2 }] })).toBe('follows-traffic')
  })
  test('the same change runs elsewhere without errors', () => expect(wordAfter(['use1', 'euw1'], [])).toBe('sick'))
  test('a change of long ago', () => {
    const old = { ...change, at: NOW - 8 * 3_600_000, comesTo: ['usw2'] }
    expect(word({ ...sick, changes: [old] })).toBe('sick')
  })
  test('a healthy region with a staged change stays healthy', () => {
    const coming = [{ ...change, comesTo: ['usw2'] }]
    expect(word({ probes: probes(0, 0), metrics: metrics(0), changes: coming })).toBe('healthy')
  })
})

describe('over time', () => {
  const good = { probes: probes(0, 0), metrics: metrics(0) }
  const bad = { probes: probes(0.5, 0.5), metrics: metrics(0.5) }
  const grey = { probes: probes(0.03, 0.03), metrics: metrics(0.03) }
  /** The same witnesses so many seconds later. */
  const later = (parts: Partial<Testimony>, seconds: number): Testimony => {
    const now = NOW + seconds * 1_000
    const moved = heard(parts)
    return {
      ...moved,
      now,
      probes: moved.probes.map((each) => ({ ...each, to: now })),
      metrics: moved.metrics === null ? null : { ...moved.metrics, observedAt: now },
    }
  }
  const run = (...story: [Partial<Testimony>, number][]) => {
    const words: string[] = []
    let judged: JudgedRegion | null = null
    for (const [parts, seconds] of story) {
      judged = judgeRegion(later(parts, seconds), judged)
      words.push(`${judged.verdict.word} since ${(judged.verdict.since - NOW) / 1_000}`)
    }
    return words
  }
  test('worse is said after ten seconds, better after a minute', () => {
    expect(run([good, 0], [bad, 1], [bad, 11], [good, 12], [good, 60], [good, 72])).toEqual([
      'healthy since 0',
      'healthy since 0',
      'sick since 11',
      'sick since 11',
      'sick since 11',
      'healthy since 72',
    ])
  })
  test('sight that comes back is told after ten seconds', () => {
    expect(run([{}, 0], [good, 1], [good, 11])).toEqual(['blind since 0', 'blind since 0', 'healthy since 11'])
  })
  test('one bad look changes nothing', () => {
    expect(run([good, 0], [bad, 1], [good, 2], [bad, 12], [good, 13])).toEqual(Array(5).fill('healthy since 0'))
  })
  test('not knowing is said at once', () => {
    expect(run([good, 0], [{}, 1])).toEqual(['healthy since 0', 'blind since 1'])
  })
  test('between the limits it stays what it was, and unknown stays unknown', () => {
    expect(run([good, 0], [grey, 60])[1]).toBe('healthy since 0')
    expect(run([bad, 0], [grey, 60], [grey, 130])[2]).toBe('sick since 0')
    expect(run([grey, 0])[0]).toBe('blind since 0')
  })
})

const anyTestimony = fc.record({
  probes: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }).map((all) => probes(...all)),
  survivors: fc.array(
    fc.oneof(fc.constant(NaN), fc.double({ min: 0, max: 1, noNaN: true })).map((share) => survivor(share)),
    { maxLength: 3 },
  ),
  metrics: fc.option(
    fc.record({
      observedAt: fc.constantFrom(NOW, NOW - 60_000, NaN),
      errorShare: fc.oneof(fc.constant(NaN), fc.double({ min: 0, max: 1, noNaN: true })),
      requestsPerSecond: fc.constantFrom(0, 10, NaN),
      expectedRequestsPerSecond: fc.constantFrom(NaN, 0, 10),
    }),
  ),
})

it('is never green on one witness, nor against any that is sure', () => {
  fc.assert(
    fc.property(anyTestimony, (parts) => {
      const { verdict } = judgeRegion(heard(parts), null)
      expect(() => RegionVerdict.parse(verdict)).not.toThrow()
      const direct = verdict.evidence.filter(({ witness }) => ['probes', 'survivors', 'metrics'].includes(witness))
      const points = direct.map((each) => each.points)
      if (verdict.word === 'healthy') {
        expect(points.filter((point) => point === 'healthy').length).toBeGreaterThanOrEqual(2)
        expect(points.some((point) => point === 'sick' || point === 'dead')).toBe(false)
      }
      for (const { fresh, points: point } of direct) if (point === 'healthy') expect(fresh).toBe(true)
    }),
    { numRuns: 500 },
  )
})

it('a region whose edge hands its users on is asked, and tells nothing of itself', () => {
  const passed = ['net-0', 'net-1'].map((vantage) => probe(vantage, 0, { answeredBy: { euw1: 100 } }))
  const outside = (parts: Partial<Testimony>) =>
    judgeRegion(heard(parts), null).verdict.evidence.find(({ witness }) => witness === 'probes')
  expect(outside({ probes: passed })).toMatchObject({
    points: 'nothing',
    fresh: true,
    says: 'whoever asks for it is answered by another region',
  })
  const old = passed.map((each) => ({ ...each, from: NOW - 320_000, to: NOW - 300_000 }))
  expect(outside({ probes: old })).toMatchObject({ fresh: false, says: 'no vantage point has probed it lately' })
})
