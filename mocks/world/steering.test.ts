import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSteering } from './steering.ts'

const NATURAL = [400, 350, 250]

function start(stepSeconds = 1) {
  const regions = {
    natural: Float64Array.from(NATURAL),
    arrivals: new Float64Array(3),
    forwardShare: new Float64Array(9),
  }
  const steering = createSteering(3)
  return {
    regions,
    steer: (shares: readonly number[]) => steering.steer({ proxies: shares, dns: shares }),
    steerOne: steering.steer,
    run(seconds: number) {
      for (let passed = 0; passed < seconds; passed += stepSeconds) steering.step(stepSeconds, regions)
    },
    /** Requests/s each region works on, arrivals less what it hands on plus what it is handed. */
    served(): number[] {
      return [0, 1, 2].map((region) => {
        const own = regions.arrivals[region] ?? 0
        const out = [0, 1, 2].reduce((sum, to) => sum + (regions.forwardShare[region * 3 + to] ?? 0), 0)
        const handed = [0, 1, 2].reduce(
          (sum, from) => sum + (regions.arrivals[from] ?? 0) * (regions.forwardShare[from * 3 + region] ?? 0),
          0,
        )
        return own * (1 - out) + handed
      })
    },
  }
}

test('without steering, geography decides', () => {
  const { regions, run } = start()
  run(60)
  NATURAL.forEach((demand, region) => expect(regions.arrivals[region]).toBeCloseTo(demand, 9))
})

test('proxies move nearly all within seconds, DNS follows over minutes, and a small tail stays', () => {
  const { run, served, steer, regions } = start()
  run(10)
  steer([0, 3, 2])
  run(15)
  expect(served()[0]).toBeLessThan(0.05 * 400)
  expect(regions.arrivals[0]).toBeGreaterThan(0.75 * 400)
  run(285)
  expect(regions.arrivals[0]).toBeLessThan(0.15 * 400)
  run(3_600)
  expect(regions.arrivals[0]).toBeGreaterThan(0.02 * 400)
  expect(regions.arrivals[0]).toBeLessThan(0.03 * 400)
  expect((served()[1] ?? 0) / (served()[2] ?? 0)).toBeCloseTo(1.5, 1)
})

test('nobody sends anything on to a region that is steered empty', () => {
  const { run, steer, regions } = start()
  steer([0, 1, 1])
  run(600)
  expect(regions.forwardShare[3]).toBe(0)
  expect(regions.forwardShare[6]).toBe(0)
})

test('whatever is steered, no request is lost or made, and the way back works', () => {
  const shares = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 3 })
  fc.assert(
    fc.property(fc.array(fc.tuple(shares, fc.integer({ min: 1, max: 400 })), { maxLength: 6 }), (orders) => {
      const { run, steer, served, regions } = start(10)
      run(20)
      for (const [order, seconds] of orders) {
        steer(order)
        run(seconds)
        expect(served().reduce((sum, share) => sum + share, 0)).toBeCloseTo(1_000, 6)
        expect([...regions.arrivals, ...served()].every((value) => value >= 0)).toBe(true)
      }
      steer([])
      run(7_200)
      expect([...regions.arrivals].map(Math.round)).toEqual(NATURAL)
    }),
    { numRuns: 40 },
  )
})

test('one long step and many short ones lead to the same place', () => {
  const short = start(1)
  const long = start(10)
  for (const world of [short, long]) {
    world.run(10)
    world.steer([0, 1, 1])
    world.run(120)
  }
  long.served().forEach((value, region) => expect(value).toBeCloseTo(short.served()[region] ?? NaN, -1))
})

test.each([[[1, -1, 1]], [[NaN, 1, 1]], [[Infinity, 1, 1]]])('refuses %j', (shares) => {
  expect(() => start().steer(shares)).toThrow(/shares of zero or more/)
})

test('each plane can be steered by itself', () => {
  const proxied = start()
  proxied.run(10)
  proxied.steerOne({ proxies: [0, 1, 1] })
  proxied.run(600)
  expect(proxied.served()[0]).toBeLessThan(0.05 * 400)
  expect(proxied.regions.arrivals[0]).toBeCloseTo(400, 6)

  const resolved = start()
  resolved.run(10)
  resolved.steerOne({ dns: [0, 1, 1] })
  resolved.run(60)
  expect(resolved.served()[0]).toBeGreaterThan(0.3 * 400)
  resolved.run(3_600)
  expect(resolved.served()[0]).toBeLessThan(0.04 * 400)
})
