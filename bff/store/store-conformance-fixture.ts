import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isFailure } from '#bff/failure.ts'
import { mergeMinutes } from './merge-minutes.ts'
import { packDaysBefore, readMinutes } from './minute-series.ts'
import { DAY_MS } from './pack-day.ts'
import type { ChangeRow, MinuteRow } from './schema.ts'
import { START } from './store-fixture.ts'
import type { Store } from './store.ts'

/** What every engine's store must do alike; `open` gives an empty one that ends with the test. */
export function describeStore(engine: string, open: () => Promise<Store>): void {
  describe(`${engine}: positions`, () => describePositions(open))
  describe(`${engine}: changes`, () => describeChanges(open))
  describe(`${engine}: audit`, () => describeAudit(open))
  describe(`${engine}: minutes`, () => describeMinutes(open))
  describe(`${engine}: packed minutes`, () => describePackedMinutes(open))
  describe(`${engine}: chunks and rosters`, () => describeChunks(open))
  describe(`${engine}: transactions`, () => describeTransactions(open))
  describe(`${engine}: evacuations`, () => describeEvacuations(open))
}

type Open = () => Promise<Store>

function describePositions(open: Open): void {
  test('are absent until put, then replaced', async () => {
    const store = await open()
    expect(await store.positions.get('world')).toBeUndefined()
    const row = { view: 'world', nodes: '[]', updated_at: START, updated_by: 'a' }
    await store.positions.put(row)
    await store.positions.put({ ...row, nodes: '[1]', updated_at: START + 1 })
    expect(await store.positions.get('world')).toEqual({ ...row, nodes: '[1]', updated_at: START + 1 })
    expect(await store.positions.get('World')).toBeUndefined()
  })

  test('text comes back as it went in, and NUL never goes in', async () => {
    const store = await open()
    const text = 'ünï 🚦 \u0001 "quoted" \\ \n end'
    await store.positions.put({ view: 'v', nodes: text, updated_at: 1, updated_by: '' })
    expect(await store.positions.get('v')).toEqual({ view: 'v', nodes: text, updated_at: 1, updated_by: '' })
    const refused = store.positions.put({ view: 'v', nodes: 'a\u0000b', updated_at: 2, updated_by: '' })
    await expect(refused).rejects.toMatchObject({ name: 'Failure', code: 'bad_request' })
  })
}

const CHANGE: ChangeRow = {
  id: 'A',
  kind: 'deploy',
  title: 'api v88 deployed',
  started_at: 1_000,
  ended_at: null,
  regions: '[]',
  services: '[]',
  version: null,
  author: null,
  link: null,
  origin: 'api',
  external_id: null,
  recorded_at: START,
  recorded_by: 'ada',
}

function describeChanges(open: Open): void {
  test('are found by time, newest first', async () => {
    const store = await open()
    await store.changes.put({ ...CHANGE, id: 'A', started_at: 1_000 }, [])
    await store.changes.put({ ...CHANGE, id: 'B', started_at: 2_000, ended_at: 5_000 }, [])
    await store.changes.put({ ...CHANGE, id: 'C', started_at: 3_000 }, [])
    const ids = async (from?: number, to?: number, limit = 10) =>
      (await store.changes.list({ from, to, limit })).map(({ id }) => id)
    expect(await ids()).toEqual(['C', 'B', 'A'])
    expect(await ids(2_500)).toEqual(['C', 'B'])
    expect(await ids(3_001)).toEqual(['B'])
    expect(await ids(undefined, 2_000)).toEqual(['A'])
    expect(await ids(undefined, undefined, 2)).toEqual(['C', 'B'])
  })

  test('are found by what they name; one that names nothing concerns all', async () => {
    const store = await open()
    await store.changes.put({ ...CHANGE, id: 'everywhere' }, [])
    await store.changes.put({ ...CHANGE, id: 'east' }, [{ scope: 'region', name: 'us-east-1' }])
    await store.changes.put({ ...CHANGE, id: 'west-api' }, [
      { scope: 'region', name: 'us-west-2' },
      { scope: 'service', name: 'api' },
    ])
    const ids = async (filter: { region?: string; service?: string }) =>
      new Set((await store.changes.list({ ...filter, limit: 10 })).map(({ id }) => id))
    expect(await ids({ region: 'us-east-1' })).toEqual(new Set(['everywhere', 'east']))
    expect(await ids({ service: 'api' })).toEqual(new Set(['everywhere', 'east', 'west-api']))
    expect(await ids({ service: 'identity' })).toEqual(new Set(['everywhere', 'east']))
    expect(await ids({ region: 'us-east-1', service: 'api' })).toEqual(new Set(['everywhere', 'east']))
    await store.changes.put({ ...CHANGE, id: 'east' }, [{ scope: 'region', name: 'eu-west-1' }])
    expect(await ids({ region: 'us-east-1' })).toEqual(new Set(['everywhere']))
  })

  test('one origin and external id is one change; many may have no external id', async () => {
    const store = await open()
    await store.changes.put({ ...CHANGE, id: 'A', external_id: 'x' }, [])
    await store.changes.put({ ...CHANGE, id: 'B' }, [])
    await store.changes.put({ ...CHANGE, id: 'C' }, [])
    await store.changes.put({ ...CHANGE, id: 'D', origin: 'spinnaker', external_id: 'x' }, [])
    await expect(store.changes.put({ ...CHANGE, id: 'E', external_id: 'x' }, [])).rejects.toThrow()
    expect((await store.changes.byExternalId('api', 'x'))?.id).toBe('A')
    expect(await store.changes.byExternalId('api', 'y')).toBeUndefined()
  })
}

function describeAudit(open: Open): void {
  const entry = { at: START, actor: 'ada', action: 'a.b', subject: 's', detail: { n: 1 }, requestId: 'r' }

  test('rows are numbered without a hole and chained', async () => {
    const store = await open()
    expect(await store.verifyAudit()).toMatchObject({ intact: true, rows: 0 })
    for (let n = 0; n < 5; n++) await store.transaction((tx) => tx.appendAudit({ ...entry, detail: { n } }))
    const rows = await store.audit.list({ limit: 10 })
    expect(rows.map(({ seq }) => seq)).toEqual([5, 4, 3, 2, 1])
    expect(rows[0]?.prev_hash).toBe(rows[1]?.hash)
    expect(await store.verifyAudit()).toEqual({ intact: true, rows: 5, head: { seq: 5, hash: rows[0]?.hash } })
    expect((await store.audit.list({ limit: 2, beforeSeq: 3 })).map(({ seq }) => seq)).toEqual([2, 1])
  })

  test('a row of a transaction that failed leaves no trace and no hole', async () => {
    const store = await open()
    const failing = store.transaction(async (tx) => {
      await tx.appendAudit(entry)
      await tx.positions.put({ view: 'v', nodes: '[]', updated_at: 1, updated_by: 'a' })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await store.positions.get('v')).toBeUndefined()
    expect((await store.transaction((tx) => tx.appendAudit(entry))).seq).toBe(1)
    expect(await store.verifyAudit()).toMatchObject({ intact: true, rows: 1 })
  })
}

const SERIES = { region: 'us-east-1', service: 'api' }

function minuteRow(minute: number, given: Partial<MinuteRow> = {}): MinuteRow {
  return { ...SERIES, minute, good: 10, degraded: null, error: 1, expected: null, known_ms: 60_000, ...given }
}

const anyCounts = fc.record({
  good: fc.double({ min: 0, max: 1e7, noNaN: true }),
  degraded: fc.option(fc.double({ min: 0, max: 1e5, noNaN: true })),
  error: fc.double({ min: 0, max: 1e5, noNaN: true }),
  expected: fc.option(fc.double({ min: 0, max: 1e7, noNaN: true })),
  known_ms: fc.integer({ min: 1, max: 60_000 }),
})

function describeMinutes(open: Open): void {
  test('filling says what mergeMinutes says', async () => {
    const store = await open()
    let region = 0
    await fc.assert(
      fc.asyncProperty(fc.array(anyCounts, { minLength: 1, maxLength: 4 }), async (tellings) => {
        const series = { region: `region-${region++}`, service: '' }
        for (const counts of tellings) await store.minutes.fill([{ ...series, minute: 60_000, ...counts }])
        const merged = tellings.slice(1).reduce(mergeMinutes, tellings[0] ?? expect.fail())
        const [stored] = await store.minutes.list(series, 0, 120_000)
        expect(stored?.known_ms).toBe(merged.known_ms)
        for (const column of ['good', 'degraded', 'error', 'expected'] as const) {
          if (merged[column] === null) expect(stored?.[column]).toBeNull()
          else expect(Math.abs((stored?.[column] ?? NaN) - merged[column])).toBeLessThanOrEqual(merged[column] * 1e-9)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('many rows at once, listed by series and time', async () => {
    const store = await open()
    const rows = Array.from({ length: 12_000 }, (_, minute) => minuteRow(minute * 60_000))
    await store.minutes.fill(rows)
    await store.minutes.fill([minuteRow(0, { service: '' }), minuteRow(0, { region: 'eu-west-1' })])
    expect(await store.minutes.list(SERIES, 60_000, 180_000)).toEqual([minuteRow(60_000), minuteRow(120_000)])
    expect(await store.minutes.list(SERIES, 0, 12_000 * 60_000)).toHaveLength(12_000)
    expect(await store.minutes.deleteWithin(SERIES, 0, 60_000)).toBe(1)
    expect(await store.minutes.seriesBefore(60_000)).toHaveLength(2)
    expect(await store.minutes.seriesBefore(120_000)).toHaveLength(3)
  })
}

function describePackedMinutes(open: Open): void {
  test('packing a day changes nothing a reader sees, and sums it up', async () => {
    const store = await open()
    const minutes = [0, 1, 2, 700, 1_439].map((index) => index * 60_000)
    const rows = minutes.map((minute, index) =>
      minuteRow(minute, { good: index * 10, degraded: index, known_ms: 59_000 }),
    )
    const nextDay = minuteRow(DAY_MS, { good: 3 })
    await store.minutes.fill([...rows, nextDay])
    const before = await readMinutes(store, SERIES, 0, 2 * DAY_MS)
    expect(before).toHaveLength(6)

    expect(await packDaysBefore(store, DAY_MS + 1)).toBe(1)
    expect(await store.minutes.list(SERIES, 0, 2 * DAY_MS)).toEqual([nextDay])
    expect(await readMinutes(store, SERIES, 0, 2 * DAY_MS)).toEqual(before)
    expect(await readMinutes(store, SERIES, 60_000, 120_000)).toHaveLength(1)
    const [day] = await store.minuteDays.list(SERIES, 0, DAY_MS)
    expect(day).toMatchObject({ good: 100, degraded: 10, error: 5, expected: null, known_ms: 295_000 })
    expect(await packDaysBefore(store, DAY_MS + 1)).toBe(0)
  })

  test('what comes late for a packed day is added to it', async () => {
    const store = await open()
    await store.minutes.fill([minuteRow(0, { known_ms: 30_000 })])
    await packDaysBefore(store, DAY_MS)
    await store.minutes.fill([minuteRow(0, { good: 20, known_ms: 60_000 }), minuteRow(60_000)])
    const expected = [
      { minute: 0, good: 20, degraded: null, error: 1.5, expected: null, known_ms: 60_000 },
      { minute: 60_000, good: 10, degraded: null, error: 1, expected: null, known_ms: 60_000 },
    ]
    expect(await readMinutes(store, SERIES, 0, DAY_MS)).toEqual(expected)
    await packDaysBefore(store, DAY_MS)
    expect(await readMinutes(store, SERIES, 0, DAY_MS)).toEqual(expected)
  })
}

function describeChunks(open: Open): void {
  const body = Uint8Array.of(1, 2, 3)
  const chunk = (at: number, bytes = 3) => ({
    started_at: at,
    ended_at: at + 60,
    roster_epoch: 'e',
    roster_version: 1,
    frames: 60,
    bytes,
    body,
  })

  test('a chunk needs its roster, and a roster is dropped with its last chunk', async () => {
    const store = await open()
    await expect(store.frameChunks.add(chunk(0))).rejects.toThrow()
    await store.rosters.add({ epoch: 'e', version: 1, body })
    await store.rosters.add({ epoch: 'e', version: 1, body: Uint8Array.of(9) })
    await store.rosters.add({ epoch: 'e', version: 2, body })
    await store.frameChunks.add(chunk(0))
    const roster = await store.rosters.get('e', 1)
    expect(Array.from(roster?.body ?? [])).toEqual([1, 2, 3])
    expect(await store.rosters.deleteUnused()).toBe(1)
    expect(await store.rosters.get('e', 1)).toBeDefined()
    await store.frameChunks.trim({ endedBefore: 1_000, maxBytes: 1_000 })
    expect(await store.rosters.deleteUnused()).toBe(1)
  })

  test('trimming drops the old, then the oldest beyond the bytes', async () => {
    const store = await open()
    await store.rosters.add({ epoch: 'e', version: 1, body })
    for (let n = 0; n < 10; n++) await store.frameChunks.add(chunk(n * 100, 10))
    const starts = async () => (await store.frameChunks.listWithin(0, 10_000)).map((row) => row.started_at)
    expect(await store.frameChunks.trim({ endedBefore: 200, maxBytes: 1_000 })).toBe(2)
    expect(await starts()).toEqual([200, 300, 400, 500, 600, 700, 800, 900])
    expect(await store.frameChunks.trim({ endedBefore: 0, maxBytes: 35 })).toBe(5)
    expect(await starts()).toEqual([700, 800, 900])
    const within = await store.frameChunks.listWithin(760, 800)
    expect(within.map((row) => row.started_at)).toEqual([700])
    const stored = await store.frameChunks.get(within[0]?.id ?? -1)
    expect(Array.from(stored?.body ?? [])).toEqual([1, 2, 3])
  })

  test('totals come back in the order they were written', async () => {
    const store = await open()
    for (const at of [100, 50, 300]) await store.totalsChunks.add({ started_at: at, ended_at: at + 10, body: `${at}` })
    expect(await store.totalsChunks.bodiesSince(0)).toEqual(['100', '50', '300'])
    expect(await store.totalsChunks.bodiesSince(100)).toEqual(['100', '300'])
    expect(await store.totalsChunks.deleteEndedBefore(200)).toBe(2)
  })
}

function describeTransactions(open: Open): void {
  const put = (store: Pick<Store, 'positions'>, view: string, by: string) =>
    store.positions.put({ view, nodes: '[]', updated_at: 1, updated_by: by })

  test('are exclusive: a counter read and written back a hundred times at once loses nothing', async () => {
    const store = await open()
    await put(store, 'counter', '0')
    const addOne = () =>
      store.transaction(async (tx) => {
        const row = await tx.positions.get('counter')
        await new Promise((resolve) => setImmediate(resolve))
        await put(tx, 'counter', String(Number(row?.updated_by) + 1))
      })
    await Promise.all(Array.from({ length: 100 }, addOne))
    expect((await store.positions.get('counter'))?.updated_by).toBe('100')
  })

  test('within one, another joins it', async () => {
    const store = await open()
    const failing = store.transaction(async (tx) => {
      await tx.transaction((inner) => put(inner, 'inner', 'a'))
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await store.positions.get('inner')).toBeUndefined()
  })

  test('beginning one on the store within one fails instead of waiting for ever', async () => {
    const store = await open()
    const nested = store.transaction(() => store.transaction(async () => {}))
    await expect(nested).rejects.toThrow('use its own scope')
    await put(store, 'after', 'a')
  })

  test('asking the store itself within one fails instead of waiting for ever; once it is over it answers', async () => {
    const store = await open()
    let later: Promise<unknown> = Promise.resolve()
    const inside = store.transaction(async () => {
      // Begun within, not awaited within.
      later = new Promise((resolve) => setTimeout(resolve, 50)).then(() => store.positions.get('counter'))
      await store.positions.get('counter')
    })
    await expect(inside).rejects.toThrow('use its own scope')
    expect(await later).toBeUndefined()
  })

  test('a failure within leaves the store usable', async () => {
    const store = await open()
    const error = await store.transaction(async (tx) => put(tx, 'a\u0000', 'x')).catch((reason: unknown) => reason)
    expect(isFailure(error)).toBe(true)
    await put(store, 'b', 'x')
    expect(await store.positions.get('b')).toBeDefined()
  })
}

function describeEvacuations(open: Open): void {
  const row = {
    id: 'E1',
    version: 0,
    phase: 'draft',
    is_final: 0 as const,
    direction: 'evacuate',
    region: 'us-east-1',
    created_at: START,
    updated_at: START,
    events: 0,
    document: '{}',
  }

  test('only who has seen the stored version may replace it', async () => {
    const store = await open()
    expect(await store.evacuations.insert(row)).toBe(true)
    expect(await store.evacuations.insert(row)).toBe(false)
    expect(await store.evacuations.replace({ ...row, version: 1, document: '[1]' }, 0)).toBe(true)
    expect(await store.evacuations.replace({ ...row, version: 1, document: '[2]' }, 0)).toBe(false)
    expect(await store.evacuations.get('E1')).toMatchObject({ version: 1, document: '[1]' })
    expect(await store.evacuations.replace({ ...row, id: 'E2' }, 0)).toBe(false)
  })

  test('newest first; the unfinished are told apart', async () => {
    const store = await open()
    await store.evacuations.insert(row)
    await store.evacuations.insert({ ...row, id: 'E2', created_at: START + 1, phase: 'held', is_final: 1 })
    expect((await store.evacuations.list({ limit: 10 })).map(({ id }) => id)).toEqual(['E2', 'E1'])
    expect((await store.evacuations.list({ limit: 10, createdBefore: START + 1 })).map(({ id }) => id)).toEqual(['E1'])
    expect((await store.evacuations.unfinished()).map(({ id }) => id)).toEqual(['E1'])
  })

  test('leases are one row a plane', async () => {
    const store = await open()
    const lease = { plane: 'dns', epoch: 1, owner: 'a', run_id: 'E1', taken_at: START, until: START + 1 }
    await store.planeLeases.put([lease, { ...lease, plane: 'edge' }])
    await store.planeLeases.put([{ ...lease, epoch: 2, owner: null }])
    expect(await store.planeLeases.of(['edge', 'dns', 'none'])).toEqual([
      { ...lease, epoch: 2, owner: null },
      { ...lease, plane: 'edge' },
    ])
    expect(await store.planeLeases.of([])).toEqual([])
  })

  test('a standing plan is written once, then only over the version that was seen', async () => {
    const store = await open()
    const plan = { region: 'use1', failure: 'edge-dark', version: 0, updated_at: START, document: '{}' }
    expect(await store.standingPlans.put(plan, 0)).toBe(false)
    expect(await store.standingPlans.put(plan, null)).toBe(true)
    expect(await store.standingPlans.put(plan, null)).toBe(false)
    expect(await store.standingPlans.put({ ...plan, version: 1 }, 0)).toBe(true)
    expect(await store.standingPlans.put({ ...plan, version: 1, document: '[]' }, 0)).toBe(false)
    await store.standingPlans.put({ ...plan, region: 'euw1' }, null)
    expect(await store.standingPlans.get({ region: 'use1', failure: 'edge-dark' })).toEqual({ ...plan, version: 1 })
    expect((await store.standingPlans.list()).map(({ region }) => region)).toEqual(['euw1', 'use1'])
  })
}
