import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { StrictMode, useState } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { createLiveStore, type LiveStore } from '#web/live/create-live-store.ts'
import { LiveProvider } from '#web/live/live-provider.tsx'
import { createFleet, NOW, type FleetChanges } from '#web/fleet/fleet-fixture.ts'
import { TrafficScreen } from './traffic-screen.tsx'
import type { TrafficSearch } from './traffic-search.ts'

afterEach(cleanup)

/** happy-dom draws no WebGL, so the twin stands in: as in a browser without it. */
async function show(store: LiveStore, start: TrafficSearch = {}): Promise<{ search: () => TrafficSearch }> {
  const seen: TrafficSearch[] = [start]
  function Page() {
    const [search, setSearch] = useState(start)
    const onSearch = (next: TrafficSearch): void => {
      seen.push(next)
      setSearch(next)
    }
    return <TrafficScreen search={search} onSearch={onSearch} />
  }
  const queries = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
  await Promise.all([
    import('./traffic-table.tsx'),
    import('./panel/region-panel.tsx'),
    import('./panel/selection-panel.tsx'),
  ])
  const page = (
    <StrictMode>
      <QueryClientProvider client={queries}>
        <MantineProvider>
          <LiveProvider store={store} clock={{ now: () => NOW }}>
            <Page />
          </LiveProvider>
        </MantineProvider>
      </QueryClientProvider>
    </StrictMode>
  )
  await act(async () => void render(page))
  return { search: () => seen.at(-1) ?? start }
}

function liveStore(changes: FleetChanges = {}): LiveStore {
  const { roster, frame } = createFleet(changes)
  const store = createLiveStore({ now: NOW })
  store.setState({ stream: { kind: 'live', since: NOW - 5_000 }, roster, frame })
  return store
}

function rowNames(): (string | undefined)[] {
  const [, ...rows] = screen.getAllByRole('row')
  return rows.map((row) => row.getAttribute('data-row') ?? undefined)
}

describe('before the first picture', () => {
  it('says what is being done', async () => {
    await show(createLiveStore({ now: NOW }))
    expect(screen.getByRole('status').textContent).toContain('Connecting to the server’s stream')
  })

  it('says why the server cannot be reached', async () => {
    const store = createLiveStore({ now: NOW })
    store.setState({
      stream: {
        kind: 'reconnecting',
        since: NOW,
        nextAttemptAt: NOW + 2_000,
        attempt: 3,
        reason: 'The server is away.',
      },
    })
    await show(store)
    expect(screen.getByRole('alert').textContent).toContain('The server is away.')
  })

  it('leads to the sources where nothing is reported', async () => {
    await show(liveStore({ withoutServices: true }))
    expect(screen.getByRole('link', { name: 'Look at the sources' }).getAttribute('href')).toBe('/sources')
  })
})

describe('without WebGL', () => {
  it('the table stands in and says why', async () => {
    await show(liveStore())
    expect(screen.getByRole('alert').textContent).toContain('WebGL 2 is missing')
    expect(screen.getByRole('table', { name: 'Regions' })).toBeDefined()
  })
})

describe('the table twin', () => {
  it('lists regions worst first, each with its units', async () => {
    await show(liveStore({ edges: { 'internet>us-west-2': { errorShare: 0.155 } } }), { table: true })
    expect(rowNames()).toEqual(['us-west-2', 'us-east-1', 'eu-west-1'])
    const [, worst] = screen.getAllByRole('row')
    expect(worst?.textContent).toContain('312 k')
    expect(worst?.textContent).toContain('15.5 %')
    expect(worst?.textContent).toContain('failing')
    expect(worst?.textContent).toContain('live 1 s')
  })

  it('sorts by any column and says so', async () => {
    await show(liveStore(), { table: true })
    const column = screen.getByRole('columnheader', { name: /Requests\/s/ })
    fireEvent.click(within(column).getByRole('button'))
    expect(screen.getByRole('columnheader', { name: /Requests\/s/ }).getAttribute('aria-sort')).toBe('descending')
    expect(rowNames()).toEqual(['us-east-1', 'us-west-2', 'eu-west-1'])
    fireEvent.click(within(screen.getByRole('columnheader', { name: /Requests\/s/ })).getByRole('button'))
    expect(rowNames()).toEqual(['eu-west-1', 'us-west-2', 'us-east-1'])
    expect(screen.getByRole('columnheader', { name: /Failed/ }).getAttribute('aria-sort')).toBe('none')
  })

  it('puts unknowns last and speaks them', async () => {
    await show(liveStore({ missing: ['us-east-1'] }), { table: true })
    expect(rowNames().at(-1)).toBe('us-east-1')
    expect(screen.getAllByRole('row').at(-1)?.textContent).toContain('unknown')
  })

  it('leads into a region, to a service, and back by Escape', async () => {
    const { search } = await show(liveStore(), { table: true })
    fireEvent.click(screen.getByRole('button', { name: /^us-west-2 Oregon|^us-west-2Oregon/ }))
    expect(search()).toEqual({ table: true, view: 'us-west-2' })
    fireEvent.click(within(screen.getByRole('table')).getByRole('button', { name: /^license a team|^licensea team/ }))
    expect(search().sel).toBe('us-west-2/license')
    expect(await within(screen.getByRole('complementary')).findByText('Callers')).toBeDefined()
    act(() => void fireEvent.keyDown(document.body, { key: 'Escape' }))
    act(() => void fireEvent.keyDown(document.body, { key: 'Escape' }))
    expect(search()).toEqual({ table: true })
  })

  it('lists the same connections as the map, in a tab of its own', async () => {
    await show(liveStore(), { table: true, view: 'us-east-1' })
    fireEvent.click(screen.getByRole('tab', { name: /Connections/ }))
    expect(rowNames()).toContain('us-east-1/api>us-east-1/search:grpc')
    expect(rowNames()).toContain('global/internet>us-east-1/edge-proxy:http')
    expect(rowNames()).toHaveLength(7)
  })

  it('is toggled by t', async () => {
    const { search } = await show(liveStore())
    act(() => void fireEvent.keyDown(document.body, { key: 't' }))
    expect(search()).toEqual({ table: true })
  })
})

describe('the panel', () => {
  it('is calm on a calm day', async () => {
    await show(liveStore())
    expect(screen.getByRole('heading', { name: 'All is calm' })).toBeDefined()
  })

  it('names the worst thing with numbers, and leads there', async () => {
    const { search } = await show(
      liveStore({ nodes: { 'us-east-1/license': { errorShare: 0.31, requestsPerSecond: 18_400 } } }),
    )
    expect(screen.getByRole('heading', { name: 'license failing' })).toBeDefined()
    const panel = screen.getByRole('complementary')
    expect(panel.textContent).toContain('31.0 %')
    expect(panel.textContent).toContain('18.4 k req/s')
    fireEvent.click(screen.getByRole('button', { name: 'Show it' }))
    expect(search()).toEqual({ view: 'us-east-1', sel: 'us-east-1/license' })
  })

  it('lists callers and callees of what is selected; each leads to itself', async () => {
    const { search } = await show(liveStore(), { view: 'us-east-1', sel: 'us-east-1/license' })
    const panel = within(screen.getByRole('complementary'))
    fireEvent.click(panel.getByRole('button', { name: /license-db/ }))
    expect(search().sel).toBe('us-east-1/license-db')
  })

  it('says of a selection that is not there that it is not there', async () => {
    await show(liveStore(), { view: 'us-east-1', sel: 'us-east-1/gone' })
    expect(screen.getByRole('complementary').textContent).toContain('us-east-1/gone is not among what is reported')
  })
})

describe('marks', () => {
  const marked = {
    'us-east-1/license': { breakersOpen: 2, notices: [{ severity: 'critical' as const, text: '<b>down</b>' }] },
  }

  it('stand in the table, in words, sorted by their number when asked', async () => {
    await show(liveStore({ nodes: marked }), { table: true, view: 'us-east-1' })
    fireEvent.click(within(screen.getByRole('columnheader', { name: /Marks/ })).getByRole('button'))
    expect(rowNames()[0]).toBe('us-east-1/license')
    expect(screen.getAllByRole('row')[1]?.textContent).toContain('1 alert, 2 open circuit breakers')
  })

  it('of a region are those of its services', async () => {
    await show(liveStore({ nodes: marked }), { table: true })
    const row = document.querySelector('tr[data-row="us-east-1"]')
    expect(row?.textContent).toContain('1 alert, 2 open circuit breakers')
    expect(document.querySelector('tr[data-row="us-west-2"] [data-column="marks"]')?.textContent).toBe('')
  })

  it('have their words in the panel; markup stays text', async () => {
    await show(liveStore({ nodes: marked }), { view: 'us-east-1', sel: 'us-east-1/license' })
    const list = within(screen.getByRole('complementary')).getByRole('list', { name: 'Marks' })
    expect([...list.children].map(({ textContent }) => textContent)).toEqual([
      'Critical alert: <b>down</b>',
      '2 circuit breakers open',
    ])
  })
})

describe('old and partial data', () => {
  it('is called not of now when everything is stale; the picture stays', async () => {
    await show(liveStore({ ages: { 'us-east-1': 34_000, 'us-west-2': 36_000, 'eu-west-1': 40_000 } }))
    expect(screen.getByText('This is not now')).toBeDefined()
    expect(screen.getByText(/newest data is 34 s old/)).toBeDefined()
    expect(rowNames()).toHaveLength(3)
  })

  it('has no number that looks new: headline, regions, cards, rows, each with its age', async () => {
    const stale = { 'us-east-1': 42_000, 'us-west-2': 42_000, 'eu-west-1': 42_000 }
    const store = liveStore({ ages: stale, nodes: { 'us-east-1/license': { errorShare: 0.31 } } })
    await show(store)
    expect(screen.getByRole('heading', { name: 'Last seen' })).toBeDefined()
    expect(screen.getByRole('heading', { name: 'license was failing when last seen' })).toBeDefined()
    const panel = screen.getByRole('complementary')
    const figures = [...panel.querySelectorAll('article, button')].filter((one) => /\d/.test(one.textContent))
    expect(figures.length).toBeGreaterThanOrEqual(4)
    for (const figure of figures) {
      expect(figure.getAttribute('data-freshness'), figure.textContent).toBe('stale')
      expect(figure.textContent).toContain('stale 42 s')
    }
    for (const row of rowNames()) {
      expect(document.querySelector(`tr[data-row="${row}"]`)?.getAttribute('data-freshness')).toBe('stale')
    }
  })

  it.each([{ view: 'us-east-1' }, { view: 'us-east-1', sel: 'us-east-1/license' }])(
    'says it of every row of the panel: $view $sel',
    async (search) => {
      const stale = { 'us-east-1': 42_000, 'us-west-2': 42_000, 'eu-west-1': 42_000 }
      await show(liveStore({ ages: stale, nodes: { 'us-east-1/license': { errorShare: 0.31 } } }), search)
      const panel = screen.getByRole('complementary')
      expect(panel.querySelector('dl')?.getAttribute('data-freshness')).toBe('stale')
      const rows = [...panel.querySelectorAll('tbody tr, li > button')]
      expect(rows.length).toBeGreaterThanOrEqual(2)
      for (const row of rows) {
        expect(row.getAttribute('data-freshness'), row.textContent).toBe('stale')
        expect(row.textContent).toContain('stale 42 s')
      }
    },
  )

  it('names the parts that are missing or old', async () => {
    await show(liveStore({ ages: { 'eu-west-1': 40_000 } }))
    expect(screen.getByText('prometheus-eu-west-1, eu-west-1: stale 40 s')).toBeDefined()
  })

  it('says of a region nobody knows that nobody knows it', async () => {
    const { search } = await show(liveStore(), { view: 'mars-1' })
    expect(screen.getByText('There is no region mars-1')).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: 'Show the world' }))
    expect(search()).toEqual({})
  })
})
