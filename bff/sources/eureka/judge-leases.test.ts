import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeLeases } from './judge-leases.ts'
import { instanceOf, leaseOf } from './registry-fixture.ts'

const NOW = 1_795_400_000_000
const SECOND = 1_000

/** As Netflix's code writes it: a renewal with the duration added, a registration as it is. */
function asEurekaWrites(lease: { registeredAgo: number; renewedAgo: number | null; durationSecs?: number }) {
  const { registeredAgo, renewedAgo, durationSecs = 90 } = lease
  const registered = NOW - registeredAgo * SECOND
  const renewed = renewedAgo === null ? registered : NOW - renewedAgo * SECOND + durationSecs * SECOND
  return instanceOf({
    leaseInfo: leaseOf({ registered, renewed, durationSecs }),
    lastUpdatedTimestamp: String(registered),
  })
}

function judged(instances: ReturnType<typeof instanceOf>[], servedAtMs = NOW) {
  const list = judgeLeases({ instances, servedAtMs, addsDuration: null })
  return { ...list, all: instances.map((instance) => list.of(instance)) }
}

describe('an instance that is said to be up', () => {
  test('its renewals lie in the future, and mean the past', () => {
    const { all, addsDuration } = judged([asEurekaWrites({ registeredAgo: 900, renewedAgo: 12 })])
    expect(all).toEqual([{ renewedAt: NOW - 12 * SECOND, suspect: false }])
    expect(addsDuration).toBe(true)
  })

  test('is suspect once it is silent for longer than its lease', () => {
    const { all } = judged([
      asEurekaWrites({ registeredAgo: 900, renewedAgo: 3 }),
      asEurekaWrites({ registeredAgo: 900, renewedAgo: 95 }),
      asEurekaWrites({ registeredAgo: 900, renewedAgo: 85 }),
    ])
    expect(all.map(({ suspect }) => suspect)).toEqual([false, true, false])
  })

  test('that has just registered and never renewed is not', () => {
    const { all } = judged([
      asEurekaWrites({ registeredAgo: 900, renewedAgo: 0 }),
      asEurekaWrites({ registeredAgo: 40, renewedAgo: null }),
    ])
    expect(all).toEqual([
      { renewedAt: NOW, suspect: false },
      { renewedAt: NOW - 40 * SECOND, suspect: false },
    ])
  })

  test('in a list that was made minutes ago is not, for nobody else is younger there', () => {
    const instances = [10, 20, 29].map((renewedAgo) => asEurekaWrites({ registeredAgo: 900, renewedAgo }))
    const { all } = judged(instances, NOW + 170 * SECOND)
    expect(all.map(({ suspect }) => suspect)).toEqual([false, false, false])
  })

  test('whose whole list is older than any cache is', () => {
    const { all } = judged([asEurekaWrites({ registeredAgo: 900, renewedAgo: 0 })], NOW + 305 * SECOND)
    expect(all.map(({ suspect }) => suspect)).toEqual([true])
  })

  test('a registry that writes renewals as they are is read as it is', () => {
    const plain = (registeredAgo: number, renewedAgo: number) =>
      instanceOf({
        leaseInfo: leaseOf({ registered: NOW - registeredAgo * SECOND, renewed: NOW - renewedAgo * SECOND }),
      })
    const { all, addsDuration } = judged([plain(60, 5), plain(900, 12), plain(900, 120)])
    expect(addsDuration).toBe(false)
    expect(all.map(({ suspect }) => suspect)).toEqual([false, false, true])
  })

  test('what is not up, or tells no lease, is not judged', () => {
    const { all } = judged([
      asEurekaWrites({ registeredAgo: 900, renewedAgo: 0 }),
      { ...asEurekaWrites({ registeredAgo: 900, renewedAgo: 500 }), status: 'DOWN' },
      instanceOf({ leaseInfo: undefined }),
    ])
    expect(all.map(({ suspect }) => suspect)).toEqual([false, false, false])
  })
})

test('however old the list, whoever beats every 30 s is never suspect, and whoever fell silent before its lease is', () => {
  const age = fc.integer({ min: 0, max: 29 })
  fc.assert(
    fc.property(
      fc.array(age, { minLength: 2, maxLength: 20 }),
      fc.integer({ min: 120, max: 600 }),
      fc.integer({ min: 0, max: 205 }),
      (beats, silentFor, cachedFor) => {
        const beating = beats.map((renewedAgo) => asEurekaWrites({ registeredAgo: 5_000, renewedAgo }))
        const silent = asEurekaWrites({ registeredAgo: 5_000, renewedAgo: silentFor })
        const { all } = judged([...beating, silent], NOW + cachedFor * SECOND)
        expect(all.map(({ suspect }) => suspect)).toEqual([...beats.map(() => false), true])
      },
    ),
  )
})
