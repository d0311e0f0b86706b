import { describe, expect, it } from 'vitest'
import { HOST_LASTS_MS, HOST_SPAN_MS, HostMetrics } from '#contract/services/host.ts'
import type { HostAnswer, HostInstance, HostSample, OpenedHost } from '#bff/sources/host-source.ts'
import { createVirtualTime } from '#bff/sources/virtual-time-fixture.ts'
import { createHostBook } from './create-host-book.ts'

interface Asked {
  reads: string[]
  opened: HostInstance[]
  signals: AbortSignal[]
}

const HERE = { region: 'us-east-1', instance: 'i-1' }

function setting(over: { open?: () => OpenedHost; answer?: () => Promise<HostAnswer>; most?: number } = {}) {
  const time = createVirtualTime(1_000_000)
  const asked: Asked = { reads: [], opened: [], signals: [] }
  const sample = (): HostSample => ({
    at: time.clock.now() - 40,
    hostName: 'vm',
    values: [{ measure: 'load1', of: null, value: asked.reads.length }],
    untold: ['runQueue'],
    notes: [],
  })
  const answer = over.answer ?? (async (): Promise<HostAnswer> => ({ kind: 'answered', sample: sample() }))
  const book = createHostBook({
    sources: [
      { id: 'mesh' },
      {
        id: 'pcp',
        hosts: {
          periodMs: 1_000,
          names: ({ instance }) => instance === 'named',
          open(instance) {
            asked.opened.push(instance)
            if (over.open !== undefined) return over.open()
            return {
              kind: 'opened',
              host: {
                read({ signal }) {
                  asked.reads.push(instance.instance)
                  asked.signals.push(signal)
                  return answer()
                },
              },
            }
          },
        },
      },
    ],
    findInstance: ({ instance }) =>
      instance.startsWith('i-') ? { host: `${instance}.internal`, address: null } : null,
    clock: time.clock,
    timers: time.timers,
    random: () => 0.5,
    ...(over.most === undefined ? {} : { most: over.most }),
  })
  return { book, time, asked }
}

describe('a host that somebody looks at', () => {
  it('is asked each period by one loop, however many look', async () => {
    const { book, time, asked } = setting()
    expect(book.host(HERE)).toMatchObject({ state: 'connecting', at: [], series: [], observedAt: null })
    book.host(HERE)
    for (let second = 0; second < 4; second += 1) {
      book.host(HERE)
      await time.advance(1_000)
    }
    expect([asked.reads.length, asked.opened.length]).toEqual([5, 1])
    const told = HostMetrics.parse(book.host(HERE))
    expect(told).toMatchObject({
      state: 'watched',
      problem: null,
      source: 'pcp',
      hostName: 'vm',
      observedAt: time.clock.now() - 40,
      receivedAt: time.clock.now(),
      skewMs: -40,
      untold: ['runQueue'],
    })
    expect(told.series).toEqual([{ measure: 'load1', unit: 'tasks', of: null, values: [1, 2, 3, 4, 5] }])
  })

  it('tells who has the rest already only what is new', async () => {
    const { book, time } = setting()
    book.host(HERE)
    await time.advance(2_000)
    const whole = book.host(HERE)
    await time.advance(1_000)
    const news = book.host({ ...HERE, since: whole.at.at(-1) })
    expect([whole.at.length, news.at.length, news.series[0]?.values]).toEqual([3, 1, [4]])
    expect(book.host({ ...HERE, since: news.at.at(-1) }).series[0]?.values).toEqual([])
  })

  it('is left alone a little after the last of them has gone, and begins anew when somebody comes', async () => {
    const { book, time, asked } = setting()
    book.host(HERE)
    await time.advance(HOST_LASTS_MS + 2_000)
    const reads = asked.reads.length
    await time.advance(60_000)
    expect([asked.reads.length, time.waiting()]).toEqual([reads, 0])
    expect(book.host(HERE).state).toBe('connecting')
    await time.advance(0)
    expect(asked.opened).toHaveLength(2)
  })

  it('is remembered for five minutes and no longer', async () => {
    const { book, time } = setting()
    for (let second = 0; second < 320; second += 5) {
      book.host(HERE)
      await time.advance(5_000)
    }
    const { at } = book.host(HERE)
    expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBe(HOST_SPAN_MS - 1_000)
  })
})

describe('a host that does not answer', () => {
  it('is asked again later and later, and what was known stays', async () => {
    let isUp = true
    const { book, time, asked } = setting({
      answer: async () =>
        isUp
          ? {
              kind: 'answered',
              sample: {
                at: 5_000,
                hostName: 'vm',
                values: [{ measure: 'load1', of: null, value: 1 }],
                untold: [],
                notes: [],
              },
            }
          : { kind: 'failed', message: 'It refuses connections.' },
    })
    book.host(HERE)
    await time.advance(0)
    isUp = false
    for (let second = 0; second < 30; second += 1) {
      book.host(HERE)
      await time.advance(1_000)
    }
    expect(asked.reads.length).toBeLessThan(9)
    expect(book.host(HERE)).toMatchObject({
      state: 'unreachable',
      problem: 'It refuses connections.',
      observedAt: 5_000,
    })
    expect(book.host(HERE).nextAttemptAt).toBeGreaterThan(time.clock.now())
    isUp = true
    await time.advance(10_000)
    expect(book.host(HERE)).toMatchObject({ state: 'watched', problem: null, nextAttemptAt: null })
  })

  it('by throwing or by hanging ends nothing', async () => {
    let reads = 0
    const { book, time } = setting({
      answer: () => {
        reads += 1
        if (reads === 1) throw new Error('no such thing')
        return new Promise(() => {})
      },
    })
    book.host(HERE)
    await time.advance(0)
    expect(book.host(HERE)).toMatchObject({ state: 'unreachable', problem: 'Reading this host failed: no such thing.' })
    for (let second = 0; second < 70; second += 1) {
      book.host(HERE)
      await time.advance(1_000)
    }
    expect(book.host(HERE).problem).toContain('given up')
  })
})

describe('a host that is not asked', () => {
  it('is one of an instance that nobody told of', () => {
    const { book } = setting()
    expect(() => book.host({ region: 'us-east-1', instance: '10.0.0.1' })).toThrow('No registry tells of an instance')
  })

  it('unless the settings name it', () => {
    const { book, asked } = setting()
    expect(book.host({ region: 'us-east-1', instance: 'named' }).state).toBe('connecting')
    expect(asked.opened).toEqual([{ region: 'us-east-1', instance: 'named', host: null, address: null }])
  })

  it.each([
    [{ kind: 'refused', state: 'forbidden', message: 'It is not listed.' } as const, 'forbidden', 'It is not listed.'],
    [{ kind: 'elsewhere' } as const, 'untold', 'No source tells of hosts in this region'],
  ])('is told so in words: %j', (opened, state, problem) => {
    const { book, time } = setting({ open: () => opened })
    const told = HostMetrics.parse(book.host(HERE))
    expect([told.state, told.problem]).toEqual([state, expect.stringContaining(problem)])
    expect(time.waiting()).toBe(0)
  })

  it('is one too many: of those that are looked at none is given up for it', async () => {
    const { book, time } = setting({ most: 2 })
    const ask = () => ['i-1', 'i-2', 'i-3'].map((instance) => book.host({ region: 'us-east-1', instance }).state)
    expect(ask()).toEqual(['connecting', 'connecting', 'full'])
    await time.advance(1_000)
    expect(ask()).toEqual(['watched', 'watched', 'full'])
    expect(book.host({ region: 'us-east-1', instance: 'i-3' }).problem).toContain('2 hosts are being looked at')
    await time.advance(HOST_LASTS_MS + 2_000)
    expect(book.host({ region: 'us-east-1', instance: 'i-3' }).state).toBe('connecting')
  })

  it('any more, once the server ends', async () => {
    const { book, time, asked } = setting()
    book.host(HERE)
    await time.advance(500)
    book.close()
    await time.advance(60_000)
    expect([asked.reads.length, asked.signals[0]?.aborted, time.waiting()]).toEqual([1, true, 0])
  })
})
