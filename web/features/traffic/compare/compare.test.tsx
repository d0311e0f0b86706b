import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { useState } from 'react'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { fleetFrame } from '#bff/history/fleet-fixture.ts'
import { LiveProvider } from '#web/live/live-provider.tsx'
import { PAST_NOW, PAST_START, pastRoster, recordedPast, replayStage } from '#web/live/recorded-past-fixture.ts'
import { instantTextOf } from '#web/urls/urls.ts'
import { TrafficScreen } from '../traffic-screen.tsx'
import type { TrafficSearch } from '../traffic-search.ts'
import { reasonAgainst } from './compare-menu.tsx'
import { loadCompare } from './load-compare.ts'

beforeAll(async () => void (await loadCompare()))
afterEach(cleanup)

/** Recorded is 1,000 requests/s at the start and one more each second; now it is 5,000. */
async function show(start: TrafficSearch, past = recordedPast()): Promise<{ search: () => TrafficSearch }> {
  const stage = replayStage(past)
  stage.live.setState({
    stream: { kind: 'live', since: PAST_NOW - 5_000 },
    frame: fleetFrame({ roster: pastRoster, at: PAST_NOW, requestsPerSecond: 5_000, errorShare: 0.2 }),
  })
  let search = start
  function Page() {
    const [shown, setShown] = useState(start)
    return (
      <TrafficScreen
        search={shown}
        onSearch={(next) => {
          search = next
          setShown(next)
        }}
      />
    )
  }
  const queries = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
  await act(
    async () =>
      void render(
        <QueryClientProvider client={queries}>
          <MantineProvider>
            <LiveProvider store={stage.live} replay={stage.replay} other={stage.other} clock={{ now: () => PAST_NOW }}>
              <main>
                <Page />
              </main>
            </LiveProvider>
          </MantineProvider>
        </QueryClientProvider>,
      ),
  )
  return { search: () => search }
}

const second = (at: number): string => instantTextOf(PAST_START + at * 1_000)
const bar = () => screen.findByRole('region', { name: 'Comparison' })

describe('a comparison', () => {
  it('holds both moments of every row against each other, in the table and in the panel', async () => {
    await show({ vs: second(1_500), measure: 'volume', table: true })
    // Until the other moment is there, the table is that of the one shown.
    const row = await waitFor(() => {
      const [, first] = within(screen.getByRole('table', { name: 'Regions' })).getAllByRole('row')
      expect(first?.textContent).toContain('2.5 k5 k▲ +100 %')
      return first
    })
    expect(row?.textContent).toContain('1.0 %20.0 %▲ +19 pt')
    const panel = screen.getByRole('complementary', { name: 'Facts' })
    expect(within(panel).getByRole('heading', { name: /fails more: 20.0 % instead of 1.0 %/ })).toBeDefined()
    fireEvent.click(screen.getByRole('tab', { name: /Services/ }))
    expect(within(screen.getByRole('table', { name: 'Services' })).getAllByRole('row')).toHaveLength(7)
  })

  it('told as so long before is worked out once, and stands in the address', async () => {
    const { search } = await show({ vs: '-10m' })
    await waitFor(() => expect(search().vs).toBe(second(6_600)))
    expect((await bar()).textContent).toContain('15:50:00 UTC')
    expect((await bar()).textContent).toContain('10 min before')
  })

  it('colours what changed most until somebody says otherwise', async () => {
    const { search } = await show({ vs: second(5_000) })
    await waitFor(() => expect(search().measure).toBe('errors'))
    fireEvent.click(within(await bar()).getByRole('button', { name: 'p99' }))
    expect(search().measure).toBe('latency')
  })

  it('says what the history holds where the moment is not recorded, and leads there', async () => {
    const past = recordedPast({ gaps: [[0, 3_000]] })
    const { search } = await show({ vs: second(600) }, past)
    const alert = await within(await bar()).findByRole('alert')
    expect(alert.textContent).toContain('Nothing was recorded at 14:10:00 UTC.')
    fireEvent.click(within(await bar()).getByRole('button', { name: 'Compare with 14:50:00 UTC' }))
    expect(search().vs).toBe(second(3_000))
  })

  it('with what is not yet is none', async () => {
    await show({ vs: instantTextOf(PAST_NOW + 3_600_000) })
    expect((await within(await bar()).findByRole('alert')).textContent).toContain('is not yet')
  })

  it('can be swapped, and left by Escape', async () => {
    const { search } = await show({ vs: second(1_500), measure: 'volume' })
    fireEvent.click(await screen.findByRole('button', { name: 'Swap' }))
    expect(search()).toMatchObject({ at: second(1_500), vs: instantTextOf(PAST_NOW) })
    fireEvent.keyDown(document.body, { key: 'Escape' })
    expect(search().vs).toBeUndefined()
    expect(search().measure).toBeUndefined()
    expect(screen.queryByRole('region', { name: 'Comparison' })).toBeNull()
  })

  it('has nothing that axe finds serious', async () => {
    await show({ vs: second(1_500), measure: 'volume', table: true })
    await screen.findByRole('table', { name: 'Regions' })
    const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } })
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(serious.map(({ id }) => id)).toEqual([])
  })
})

describe('the menu', () => {
  const since = PAST_START
  it.each([
    [{ since, failed: false }, PAST_START + 60_000, null],
    [{ since, failed: false }, PAST_START - 60_000, 'recorded since 14:00:00'],
    [{ since: null, failed: false }, PAST_START, 'nothing is recorded'],
    [{ since: undefined, failed: false }, PAST_START, 'asking …'],
    [{ since: undefined, failed: true }, PAST_START, 'the history does not answer'],
  ])('of %o and %d says %s', (recorded, moment, reason) => {
    expect(reasonAgainst(moment, recorded, PAST_NOW)).toBe(reason)
  })
})
