import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { createLiveStore } from '#web/live/create-live-store.ts'
import { LiveProvider } from '#web/live/live-provider.tsx'
import type { Fleet } from '#web/fleet/fleet.ts'
import { createFleet, NOW } from '#web/fleet/fleet-fixture.ts'
import { changeAgainst } from './change-against.ts'
import { Headline } from './headline.tsx'
import { oneDotText } from './one-dot-text.ts'

describe('the change of the business metric', () => {
  const series = Array.from({ length: 60 }, () => 100)

  it('is against the mean around that moment', () => {
    expect(changeAgainst(series, 30_000, 600_000, 88)).toBeCloseTo(-0.12)
    expect(changeAgainst(series, 30_000, 600_000, 110)).toBeCloseTo(0.1)
  })

  it('is unknown where then or now is', () => {
    expect(changeAgainst([], 30_000, 600_000, 88)).toBeNaN()
    expect(
      changeAgainst(
        series.map(() => null),
        30_000,
        600_000,
        88,
      ),
    ).toBeNaN()
    expect(changeAgainst(series, 30_000, 600_000, NaN)).toBeNaN()
  })
})

afterEach(cleanup)

describe('the headline', () => {
  function show(fleet: Fleet): HTMLElement {
    const queries = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
    render(
      <QueryClientProvider client={queries}>
        <LiveProvider store={createLiveStore({ now: NOW })} clock={{ now: () => NOW }}>
          <Headline fleet={fleet} />
        </LiveProvider>
      </QueryClientProvider>,
    )
    return screen.getByRole('region')
  }
  const seen = (ageMs: number): Fleet => {
    const fleet = createFleet()
    const businessTotals = fleet.frame.businessTotals.map((total) => ({ ...total, observedAt: NOW - ageMs }))
    return { ...fleet, frame: { ...fleet.frame, businessTotals } }
  }

  it('is quiet about its age while live', () => {
    const headline = show(seen(1_000))
    expect(headline.getAttribute('data-freshness')).toBe('live')
    expect(headline.textContent).toBe('stream starts18,240/s')
  })

  it('looks as old as its own newest sample is, and says how old that is', () => {
    const headline = show(seen(42_000))
    expect(headline.getAttribute('data-freshness')).toBe('stale')
    expect(headline.textContent).toContain('stale 42 s')
    expect(headline.querySelector('svg[data-health="degraded"]')).not.toBeNull()
  })

  it('is as old as the oldest region where the sum of regions stands in', () => {
    const fleet = createFleet({ ages: { 'eu-west-1': 42_000 } })
    const headline = show({ ...fleet, roster: { ...fleet.roster, businessMetrics: [] } })
    expect(headline.getAttribute('data-freshness')).toBe('stale')
    expect(headline.textContent).toContain('stale 42 s')
  })
})

describe('the legend', () => {
  it('says what one dot stands for', () => {
    expect(oneDotText(40)).toBe('1 dot ≈ 40 requests/s')
    expect(oneDotText(1_500)).toBe('1 dot ≈ 1.5 k requests/s')
    expect(oneDotText(0.2)).toBe('1 dot ≈ 1 request every 5 s')
  })
})
