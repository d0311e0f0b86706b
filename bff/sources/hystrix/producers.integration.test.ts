import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasJavaServer } from '../java-server-fixture.ts'
import type { TrafficSource } from '../source.ts'
import { startJavaProducer, startOpossumProducer, startSimulatedProducer, type Producer } from './producers-fixture.ts'
import { breakerOf, problemsOf, reportOf, sourceOfInstances } from './source-fixture.ts'

/** The same is asserted of the simulated producer and of real ones. Conditions come within seconds. */
const WITHIN = { timeout: 40_000, interval: 250 }
const { signal } = new AbortController()

describe.each([
  { name: 'simulated', start: startSimulatedProducer, isReady: true },
  { name: 'opossum 10', start: startOpossumProducer, isReady: true },
  { name: 'Hystrix 1.5.18', start: startJavaProducer, isReady: hasJavaServer('hystrix') },
])('a producer: $name', ({ start, isReady }) => {
  describe.skipIf(!isReady)('is read', () => {
    let producer: Producer
    let source: TrafficSource
    beforeAll(async () => {
      producer = await start()
      source = sourceOfInstances([{ url: producer.url, service: 'catalog-api', region: 'us-east-1', instance: 'i-1' }])
    })
    afterAll(async () => {
      await source?.close?.()
      await producer?.stop()
    })

    test('one connection too many is refused, said in words, and made up for when there is room', async () => {
      const { url, mostConnections, healthy } = producer
      if (mostConnections === null) return
      const ending = new AbortController()
      const others = await Promise.all(
        Array.from({ length: mostConnections }, () => fetch(url, { signal: ending.signal })),
      )
      expect(others.map(({ status }) => status)).toEqual(others.map(() => 200))
      await expect.poll(() => problemsOf(source), WITHIN).toMatch(/no more than 5 connections and all are taken/)
      ending.abort()
      await expect.poll(() => breakerOf(source, healthy.command).catch(() => undefined), WITHIN).toBeDefined()
      expect(await problemsOf(source)).toBe('')
    })

    test('a healthy command', async () => {
      const { command, group, callsPerSecond } = producer.healthy
      await expect
        .poll(async () => (await breakerOf(source, command))?.requestsPerSecond ?? 0, WITHIN)
        .toBeGreaterThan(callsPerSecond / 5)
      await expect
        .poll(() => breakerOf(source, command), WITHIN)
        .toMatchObject({
          name: 'catalog-api',
          region: 'us-east-1',
          group,
          state: 'closed',
          openInstances: 0,
          instances: 1,
          errorShare: 0,
          worstInstance: 'i-1',
          reason: null,
        })
      const breaker = await breakerOf(source, command)
      expect(breaker?.requestsPerSecond).toBeLessThan(callsPerSecond * 1.5)
      expect(breaker?.p99LatencyMs).toBeGreaterThan(0)
      expect(breaker?.p99LatencyMs).toBeGreaterThanOrEqual(breaker?.p50LatencyMs ?? NaN)
    })

    test('one whose circuit is open: what it refuses counts as asked for, and as failed', async () => {
      const { command, callsPerSecond } = producer.refusing
      await expect
        .poll(async () => (await breakerOf(source, command))?.shortCircuitedPerSecond ?? 0, WITHIN)
        .toBeGreaterThan(callsPerSecond / 5)
      const breaker = await breakerOf(source, command)
      expect(breaker).toMatchObject({ state: 'open', openInstances: 1, instances: 1 })
      expect(breaker?.reason).toMatch(/^Open; it opens when 50 % of calls fail\. .+ refused\/s\.$/)
      expect(breaker?.errorShare).toBeGreaterThan(0.95)
      expect(breaker?.requestsPerSecond).toBeLessThan(callsPerSecond * 1.5)
    })

    test('one that never ran has no latency, not a latency of zero', async () => {
      await expect
        .poll(() => breakerOf(source, producer.idle), WITHIN)
        .toMatchObject({ p50LatencyMs: NaN, p99LatencyMs: NaN, worstInstance: null })
    })

    test('its age is its own, and nothing is wrong', async () => {
      const [feed] = (await reportOf(source)).feeds
      expect(feed).toMatchObject({ region: 'us-east-1', periodMs: 1_000 })
      expect(Math.abs(Date.now() - (feed?.observedAt ?? NaN))).toBeLessThan(30_000)
      expect(await problemsOf(source)).toBe('')
      expect(await source.examine({ signal })).toMatchObject([
        { asked: 'streams', outcome: 'ok', answer: '1 of 1 streams are open.' },
        { asked: 'commands', outcome: 'ok' },
      ])
    })

    test('by one connection, which is let go of', async () => {
      if (producer.connections() === null) return
      // The doctor's own has just been let go of.
      await expect.poll(() => producer.connections(), WITHIN).toBe(1)
      await source.close?.()
      await expect.poll(() => producer.connections(), WITHIN).toBe(0)
    })
  })
})
