import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import axe from 'axe-core'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { useState } from 'react'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { DEFAULT_HEALTH_THRESHOLDS } from '#contract/health.ts'
import { ANSWERED_AT, calmAnswers } from '#mocks/console-api/answers.ts'
import { createConsoleApi } from '#mocks/console-api/node.ts'
import { createQueryClient } from '#web/api/query-client.ts'
import { LiveProvider } from '#web/live/live-provider.tsx'
import { PAST_NOW, PAST_START, recordedPast, replayStage, type ReplayStage } from '#web/live/recorded-past-fixture.ts'
import { PastBand } from './past-band.tsx'
import { Timeline } from './timeline.tsx'
import { rangeOfText, rangeTextOf } from './timeline-range.ts'

const api = createConsoleApi()
beforeAll(() => api.server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => api.server.close())
beforeEach(() => {
  const moved = PAST_NOW - ANSWERED_AT
  const answers = calmAnswers()
  const { totals, changes } = answers
  api.answers = {
    ...answers,
    totals: { ...totals, from: totals.from + moved, to: totals.to + moved, at: totals.at.map((at) => at + moved) },
    changes: { changes: changes.changes.map((one) => ({ ...one, startedAt: one.startedAt + moved })) },
  }
  api.isAway = false
})
afterEach(cleanup)

function show(stage: ReplayStage = replayStage(), start: { range?: string; other?: number } = {}) {
  const queries = createQueryClient()
  queries.setDefaultOptions({ queries: { retry: false } })
  const onCopyLink = vi.fn<() => void>()
  const seen: (string | undefined)[] = []
  const compared: number[] = []
  function Strip() {
    const [range, setRange] = useState(rangeOfText(start.range))
    return (
      <Timeline
        thresholds={DEFAULT_HEALTH_THRESHOLDS}
        onCopyLink={onCopyLink}
        range={range}
        onRange={(next) => {
          seen.push(rangeTextOf(next))
          setRange(next)
        }}
        other={start.other ?? null}
        onOther={(at) => compared.push(at)}
      />
    )
  }
  render(
    <MantineProvider>
      <QueryClientProvider client={queries}>
        <LiveProvider store={stage.live} replay={stage.replay} clock={{ now: () => PAST_NOW }}>
          <main>
            <PastBand />
            <Strip />
          </main>
        </LiveProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
  return { stage, onCopyLink, ranges: seen, compared, state: () => stage.replay.store.getState() }
}

const slider = () => screen.findByRole('slider', { name: 'Time shown' })
const spoken = async () => (await slider()).getAttribute('aria-valuetext')
const secondsAgo = (at: number | null) => (at === null ? null : (PAST_NOW - at) / 1_000)

describe('the timeline', () => {
  it('is live until somebody goes back, and says so', async () => {
    show()
    expect(await spoken()).toBe('Live: this is now, 710 k/s, 0.2 % failed')
    expect(screen.queryByRole('complementary', { name: 'This is the past' })).toBeNull()
  })

  it('calls nothing live that is not: the mark, the figure and the spoken words, with the age', async () => {
    const stage = replayStage()
    const { frame } = stage.live.getState()
    if (frame === null) throw new Error('the stage begins with a picture')
    const feedObservedAt = frame.feedObservedAt.map(() => PAST_NOW - 42_000)
    stage.live.setState({ stream: { kind: 'live', since: PAST_START }, frame: { ...frame, feedObservedAt } })
    // The server knows no sum of a moment without samples: the last known one stays.
    for (const { requestsPerSecond } of api.answers.totals.regions) requestsPerSecond.fill(null, -2)
    show(stage)
    expect(await spoken()).toBe('Stale: this is not now, 710 k/s, 0.2 % failed')
    const controls = screen.getByRole('group', { name: 'Time' })
    expect(controls.textContent).toContain('Stale · 42 s old')
    expect(controls.textContent).not.toContain('Live')
    // A triangle, not a dot in another colour.
    expect(controls.querySelector('[data-now="stale"] svg[data-health="degraded"]')).not.toBeNull()
    const figure = document.querySelector('[data-figure="world"]')
    expect(figure?.getAttribute('data-tone')).toBe('stale')
    expect(figure?.textContent).toContain('stale 42 s710 k/s')
  })

  it('goes back by key: ten seconds, a minute, to the beginning; and End is live', async () => {
    const { state } = show()
    const handle = await slider()
    fireEvent.keyDown(handle, { key: 'ArrowLeft' })
    expect(secondsAgo(state().at)).toBe(10)
    fireEvent.keyDown(handle, { key: 'ArrowLeft', shiftKey: true })
    expect(secondsAgo(state().at)).toBe(70)
    fireEvent.keyDown(handle, { key: 'ArrowRight' })
    expect(secondsAgo(state().at)).toBe(60)
    await waitFor(async () => expect(await spoken()).toBe('15:59:00 UTC, Paused, 60 s ago, 710 k/s, 0.2 % failed'))
    fireEvent.keyDown(handle, { key: 'Home' })
    expect(secondsAgo(state().at)).toBeCloseTo(7_190, -2)
    fireEvent.keyDown(handle, { key: 'End' })
    expect(state().mode).toBe('live')
  })

  it('goes back by hand, and a drag with Shift zooms instead', async () => {
    const { state } = show()
    const handle = await slider()
    vi.spyOn(handle, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 1_000, 60))
    fireEvent.pointerDown(handle, { button: 0, clientX: 500, pointerId: 1 })
    fireEvent.pointerMove(handle, { clientX: 250, pointerId: 1 })
    fireEvent.pointerUp(handle, { clientX: 250, pointerId: 1 })
    expect(secondsAgo(state().at)).toBeGreaterThan(5_350)
    expect(secondsAgo(state().at)).toBeLessThan(5_450)
    const before = state().at
    fireEvent.pointerDown(handle, { button: 0, clientX: 400, pointerId: 1, shiftKey: true })
    fireEvent.pointerMove(handle, { clientX: 600, pointerId: 1 })
    fireEvent.pointerUp(handle, { clientX: 600, pointerId: 1 })
    expect(state().at).toBe(before)
    expect(await screen.findByText('Zoomed')).toBeDefined()
    fireEvent.pointerDown(handle, { button: 0, clientX: 999, pointerId: 1 })
    expect(state().mode).toBe('live')
  })

  it('Space pauses and plays, l is live, and a pressed button keeps its own Space', async () => {
    const { state } = show()
    await slider()
    fireEvent.keyDown(document.body, { key: ' ' })
    expect(state().mode).toBe('paused')
    fireEvent.keyDown(document.body, { key: ' ' })
    expect(state().mode).toBe('playing')
    fireEvent.keyDown(screen.getByRole('button', { name: 'Copy link' }), { key: ' ' })
    expect(state().mode).toBe('playing')
    fireEvent.keyDown(document.body, { key: 'l' })
    expect(state().mode).toBe('live')
  })

  it('plays at the speed that is pressed', async () => {
    const { state, stage } = show()
    await slider()
    stage.replay.seek(PAST_START + 3_600_000)
    fireEvent.click(await screen.findByRole('button', { name: '×60' }))
    expect(state()).toMatchObject({ mode: 'playing', speed: 60 })
    expect(screen.getByRole('button', { name: '×60' }).getAttribute('aria-pressed')).toBe('true')
    fireEvent.click(screen.getByRole('button', { name: 'Pause' }))
    expect(state().mode).toBe('paused')
    fireEvent.click(screen.getByRole('button', { name: /Back to live/ }))
    expect(state().mode).toBe('live')
  })

  it('steps to what changed, and lists it', async () => {
    const { state } = show()
    expect(await screen.findByText('15:30:00 UTC, api v88 deployed, in us-east-1')).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: 'To the change before' }))
    expect(secondsAgo(state().at)).toBe(1_800)
    expect(screen.getByRole('button', { name: 'To the next change' }).hasAttribute('disabled')).toBe(true)
  })

  it('goes to a typed time, and says what it cannot read', async () => {
    const { state } = show()
    await slider()
    const field = screen.getByRole('textbox', { name: 'Go to a time, UTC' })
    const type = (value: string) => {
      fireEvent.change(field, { target: { value } })
      fireEvent.submit(field)
    }
    type('tea time')
    expect(screen.getByRole('alert').textContent).toMatch(/A time such as 14:02:11/)
    type('2026-11-23 09:00')
    expect(screen.getByRole('alert').textContent).toBe('That is not yet')
    type('14:20:05')
    expect(state().at).toBe(PAST_START + 1_205_000)
  })

  it('says over the picture which moment it is, how long ago, and what is wrong with it', async () => {
    const { stage } = show(replayStage(recordedPast({ gaps: [[1_000, 1_400]] })))
    stage.replay.seek(PAST_START + 1_200_000)
    const band = await screen.findByRole('complementary', { name: 'This is the past' })
    await waitFor(() => expect(band.textContent).toContain('Nothing was recorded 14:16–14:23 UTC'))
    expect(band.textContent).toContain('Paused14:20:00 UTC1 h 40 min ago')
    stage.replay.live()
    await waitFor(() => expect(screen.queryByRole('complementary', { name: 'This is the past' })).toBeNull())
  })

  it('asks for another range, and copies a link', async () => {
    const { onCopyLink } = show()
    await slider()
    const ranges = screen.getByRole('group', { name: 'Range of the timeline' })
    const day = within(ranges).getByRole('button', { name: 'Last 24 h' })
    fireEvent.click(day)
    expect(day.getAttribute('aria-pressed')).toBe('true')
    fireEvent.click(screen.getByRole('button', { name: 'Copy link' }))
    expect(onCopyLink).toHaveBeenCalledOnce()
  })

  it('shows the stretch of the address, and goes back from it', async () => {
    const { ranges } = show(replayStage(), { range: '2026-11-22T14:30:00Z,2026-11-22T15:00:00Z' })
    fireEvent.click(await screen.findByRole('button', { name: /^Zoomed/ }))
    expect(ranges).toEqual([undefined])
    expect(screen.getByRole('button', { name: 'Last 2 h' }).getAttribute('aria-pressed')).toBe('true')
  })

  it('zooms by key, and tells the address', async () => {
    const { stage, ranges } = show()
    const handle = await slider()
    stage.replay.seek(PAST_START + 3_600_000)
    await waitFor(async () => expect(await spoken()).toContain('15:00:00 UTC'))
    fireEvent.keyDown(handle, { key: '[' })
    expect(ranges.at(-1)).toMatch(/^2026-11-22T15:00:00Z,/)
    expect(await screen.findByRole('button', { name: /^Zoomed/ })).toBeDefined()
  })

  it('marks the moment compared with, which keys move', async () => {
    const { compared } = show(replayStage(), { other: PAST_START + 3_600_000 })
    const handle = await screen.findByRole('slider', { name: 'Moment compared with' })
    expect(handle.getAttribute('aria-valuetext')).toBe('15:00:00 UTC')
    fireEvent.keyDown(handle, { key: 'ArrowLeft', shiftKey: true })
    expect(compared).toEqual([PAST_START + 3_540_000])
  })

  it('states a gap as a gap', async () => {
    const [region] = api.answers.totals.regions
    region?.requestsPerSecond.fill(null, 350)
    show()
    expect(await spoken()).toBe('Live: this is now, 286 k/s, without us-east-1')
    expect(screen.getByText(/One gap in which nothing is known/)).toBeDefined()
  })

  it('says that there is no history yet', async () => {
    api.answers.totals = { ...api.answers.totals, at: [], regions: [] }
    show()
    expect(await screen.findByText(/No history yet/)).toBeDefined()
  })

  it('says what failed, and recovers when asked again', async () => {
    api.isAway = true
    show()
    expect(await screen.findByText(/The history could not be read\. The server cannot be reached/)).toBeDefined()
    api.isAway = false
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await slider()).toBeDefined()
  })

  it('has nothing that axe finds serious', async () => {
    const { stage } = show()
    await slider()
    stage.replay.seek(PAST_START + 1_200_000)
    await screen.findByRole('complementary', { name: 'This is the past' })
    const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } })
    expect(
      violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id),
    ).toEqual([])
  })
})
