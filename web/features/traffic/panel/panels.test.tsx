import { MantineProvider } from '@mantine/core'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { useState } from 'react'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Series } from '#contract/series.ts'
import { ANSWERED_AT, calmAnswers, calmLatency, calmSeries } from '#mocks/console-api/answers.ts'
import { createConsoleApi } from '#mocks/console-api/node.ts'
import { QueryClientProvider } from '@tanstack/react-query'
import { createQueryClient } from '#web/api/query-client.ts'
import { createLiveStore } from '#web/live/create-live-store.ts'
import { LiveProvider } from '#web/live/live-provider.tsx'
import type { Fleet } from '#web/fleet/fleet.ts'
import { createFleet, NOW } from '#web/fleet/fleet-fixture.ts'
import type { TrafficSearch } from '../traffic-search.ts'
import { RegionPanel } from './region-panel.tsx'
import { SelectionPanel } from './selection-panel.tsx'

const api = createConsoleApi()
beforeAll(() => api.server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => api.server.close())
beforeEach(() => {
  api.answers = calmAnswers()
  api.isAway = false
  queries = createQueryClient()
})
let queries = createQueryClient()
afterEach(async () => {
  // A request that is cut off makes noise.
  await waitFor(() => expect(queries.isFetching()).toBe(0), { timeout: 9_000 })
  cleanup()
})

const DAY_MS = 86_400_000
const LICENSE = 'us-east-1/license'

function nothingOf(daysAgo: number): Series {
  const series = calmSeries(ANSWERED_AT - daysAgo * DAY_MS)
  const nothing = series.at.map(() => null)
  return { ...series, requestsPerSecond: nothing, errorShare: nothing, p99LatencyMs: nothing, headroomShare: nothing }
}

function show(sel: string | null, fleet: Fleet = createFleet()): { search: () => TrafficSearch } {
  let newest: TrafficSearch = { view: 'us-east-1', ...(sel === null ? {} : { sel }) }
  function Panel() {
    const [search, setSearch] = useState(newest)
    const onSearch = (next: TrafficSearch): void => {
      newest = next
      setSearch(next)
    }
    return search.sel === undefined ? (
      <RegionPanel fleet={fleet} region="us-east-1" search={search} onSearch={onSearch} />
    ) : (
      <SelectionPanel fleet={fleet} sel={search.sel} search={search} onSearch={onSearch} />
    )
  }
  render(
    <QueryClientProvider client={queries}>
      <MantineProvider>
        <LiveProvider store={createLiveStore({ now: NOW })} clock={{ now: () => NOW }}>
          <Panel />
        </LiveProvider>
      </MantineProvider>
    </QueryClientProvider>,
  )
  return { search: () => newest }
}

async function chartWordsOf(title: string): Promise<string> {
  const figure = await screen.findByRole('figure', { name: new RegExp(`^${title}`) })
  return figure.querySelector('p')?.textContent ?? ''
}

describe('a service', () => {
  it('is charted against yesterday and last week, in words as well', async () => {
    api.answers.series = (daysAgo) => ({
      ...calmSeries(ANSWERED_AT - daysAgo * DAY_MS),
      errorShare: calmSeries(ANSWERED_AT).at.map(() => 0.01 * (1 + daysAgo)),
    })
    show(LICENSE)
    expect(await chartWordsOf('Failed')).toContain('this half hour: 0.1 % at the end, lowest 0.1 %')
    const figure = screen.getByRole('figure', { name: /^Failed/ })
    expect(figure.querySelector('figcaption')?.textContent).toContain('last week 8.0 %')
    expect(
      within(figure)
        .getAllByRole('columnheader')
        .map((one) => one.textContent),
    ).toEqual(['Time (UTC)', 'this half hour', 'yesterday', 'last week'])
  })

  it('says plainly where history does not reach so far', async () => {
    api.answers.series = (daysAgo) => (daysAgo === 0 ? calmSeries(ANSWERED_AT) : nothingOf(daysAgo))
    show(LICENSE)
    expect(await screen.findByText('Nothing is recorded of yesterday and last week at this time.')).toBeTruthy()
    expect(await chartWordsOf('Requests')).not.toContain('yesterday')
  })

  it('says why there is no chart where the server cannot be reached, and keeps its numbers', async () => {
    api.isAway = true
    show(LICENSE)
    expect(screen.getByText('Reading what was recorded …')).toBeTruthy()
    expect(screen.getByRole('heading', { name: /license/ })).toBeTruthy()
    expect(screen.getByText('Callers')).toBeTruthy()
  })

  it('a gap of what was recorded is a gap, and said', async () => {
    const whole = calmSeries(ANSWERED_AT)
    const holed = whole.requestsPerSecond.map((value, index) => (index > 60 && index < 90 ? null : value))
    api.answers.series = (daysAgo) => (daysAgo === 0 ? { ...whole, requestsPerSecond: holed } : nothingOf(daysAgo))
    show(LICENSE)
    expect(await chartWordsOf('Requests')).toContain('One stretch is unknown.')
  })

  it('shows p50 and p90 beside p99, and who told them of what', async () => {
    const asked = calmLatency(true)
    api.answers.latency = () => ({
      ...asked,
      p90LatencyMs: asked.at.map((_, point) => (point < 100 ? null : 30)),
      connections: 3,
      toldBy: [
        { source: 'mesh', preset: 'istio', connections: 2, windowMs: 60_000, problem: null },
        { source: 'edge', preset: 'vizceral', connections: 0, windowMs: null, problem: 'It never tells.' },
      ],
    })
    show(LICENSE)
    expect(await screen.findByText('p50 and p90: mesh (istio), asked while this is open.')).toBeTruthy()
    expect(screen.getByText(/slowest of the 2 connections they are told of; there are 3/)).toBeTruthy()
    expect(screen.getByText('No p50 and p90 from edge (vizceral). It never tells.')).toBeTruthy()
    const words = await chartWordsOf('Latency')
    expect(words).toMatch(/p99, the worst of each 10 s: 40 ms at the end/)
    expect(words).toMatch(/p90: 30 ms at the end.*One stretch is unknown.*p50: 8 ms at the end/)
    const legend = screen.getByText('p50', { selector: 'li' })
    expect(legend.textContent).toBe('p508 ms')
  })

  it('shows p99 alone where nobody tells the others, and says why', async () => {
    const asked = calmLatency(false)
    const word = { source: 'mesh', preset: 'istio', connections: 0, windowMs: null }
    api.answers.latency = () => ({ ...asked, isLive: true, toldBy: [{ ...word, problem: 'It refuses connections.' }] })
    show(LICENSE)
    expect(await screen.findByText('No p50 and p90 from mesh (istio). It refuses connections.')).toBeTruthy()
    expect(await chartWordsOf('Latency')).not.toContain('p50')
  })

  it('says of each figure which other day does not tell it', async () => {
    api.answers.series = (daysAgo) => {
      const series = calmSeries(ANSWERED_AT - daysAgo * DAY_MS)
      return daysAgo === 7 ? { ...series, p99LatencyMs: series.at.map(() => null) } : series
    }
    show(LICENSE)
    expect(await screen.findByText('Latency of last week is not recorded.')).toBeTruthy()
    expect(screen.queryByText(/^(Failed|Requests).*is not recorded/)).toBeNull()
  })

  it('leads to what lies around it, and to a path', () => {
    const { search } = show(LICENSE)
    fireEvent.click(screen.getByRole('button', { name: '2 hops' }))
    expect(search().q).toBe('neighbours(2) of us-east-1/license')
    expect(screen.getByRole('button', { name: '2 hops' }).getAttribute('aria-pressed')).toBe('true')
    fireEvent.click(screen.getByRole('button', { name: '2 hops' }))
    expect(search().q).toBeUndefined()
    const path = screen.getByLabelText('Path to another service')
    fireEvent.change(path, { target: { value: 'nobody' } })
    fireEvent.submit(path)
    expect(screen.getByRole('alert').textContent).toContain('No service')
    fireEvent.change(path, { target: { value: 'search' } })
    fireEvent.submit(path)
    expect(search().q).toBe('path from us-east-1/license to us-east-1/search')
  })
})

describe('the zones of a service', () => {
  const standing = (zones: string[]): Fleet => {
    const fleet = createFleet()
    const nodes = fleet.roster.nodes.map((node) =>
      node.region === 'us-east-1' && node.service === 'license' ? { ...node, zones } : node,
    )
    return { ...fleet, roster: { ...fleet.roster, nodes } }
  }

  it('are named, lead to what else stands there, and are given no numbers', () => {
    const { search } = show(LICENSE, standing(['us-east-1a', 'us-east-1c']))
    const zones = screen.getByRole('heading', { name: 'Zones' }).parentElement
    expect(zones?.textContent).toContain('us-east-1aus-east-1cIts instances stand in these zones. How its traffic')
    fireEvent.click(screen.getByRole('button', { name: /us-east-1c/ }))
    expect(search().q).toBe('zone = us-east-1c')
    fireEvent.click(screen.getByRole('button', { name: /us-east-1c/ }))
    expect(search().q).toBeUndefined()
  })

  it('are passed over where nobody tells', () => {
    show(LICENSE)
    expect(screen.queryByRole('heading', { name: 'Zones' })).toBeNull()
  })
})

describe('a connection', () => {
  it('tells its protocol, its numbers and both ends, which lead to themselves', () => {
    const changes = { edges: { 'playback>license': { errorShare: 0.25, p99LatencyMs: 2_900 } } }
    const { search } = show('us-east-1/playback>us-east-1/license:grpc', createFleet(changes))
    expect(screen.getByRole('heading', { level: 2 }).nextElementSibling?.textContent).toMatch(/^grpc · /)
    expect(screen.getByText('25.0 %')).toBeTruthy()
    expect(screen.getByText('2.9 s')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: /license/ }))
    expect(search()).toEqual({ view: 'us-east-1', sel: LICENSE })
  })

  it('that is gone says so', () => {
    show('us-east-1/playback>us-east-1/nobody:grpc')
    expect(screen.getByText('Not in this picture')).toBeTruthy()
  })
})

describe('a region', () => {
  it('names what moved against ten minutes ago', async () => {
    const services = ['edge-proxy', 'api', 'playback', 'license', 'search', 'license-db'].map((service) => ({
      service,
      requestsPerSecond: service === 'api' ? 4_000 : 1_000,
      errorShare: 0.001,
    }))
    api.answers.moment = { region: 'us-east-1', at: ANSWERED_AT - 600_000, services }
    const { search } = show(null, createFleet({ nodes: { [LICENSE]: { errorShare: 0.31 } } }))
    const list = (await screen.findByRole('heading', { name: /Top movers/ })).parentElement
    const rows = within(list ?? document.body).getAllByRole('button')
    expect(rows.map((row) => row.textContent)).toEqual([
      expect.stringMatching(/license.*31.0 % failed.*before 0.1 %/),
      expect.stringMatching(/api.*▼ 75.0 %.*4 k → 1 k requests\/s/),
    ])
    fireEvent.click(rows[0] ?? document.body)
    expect(search().sel).toBe(LICENSE)
  })

  it('says that nothing moved', async () => {
    api.answers.moment.services = [{ service: 'api', requestsPerSecond: 1_000, errorShare: 0.001 }]
    show(null)
    expect(await screen.findByText('Nothing has moved much in 10 minutes.')).toBeTruthy()
  })

  it('lists its zones with what is known of them', () => {
    const fleet = createFleet()
    const zones = ['a', 'b'].map((letter) => ({ region: 'us-east-1', id: `us-east-1${letter}` }))
    const totals = [
      { requestsPerSecond: 500, errorShare: 0.2, observedAt: NOW - 1_000 },
      { requestsPerSecond: 400, errorShare: 0, observedAt: NaN },
    ]
    show(null, { ...fleet, roster: { ...fleet.roster, zones }, frame: { ...fleet.frame, zoneTotals: totals } })
    const row = (name: string) => screen.getByRole('cell', { name }).parentElement?.textContent
    expect(row('us-east-1a')).toContain('20.0 %')
    expect(row('us-east-1b')).toContain('unknown')
  })
})
