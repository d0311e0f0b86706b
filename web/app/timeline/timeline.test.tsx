import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_HEALTH_THRESHOLDS } from '#contract/health.ts'
import { calmAnswers } from '#mocks/console-api/answers.ts'
import { createConsoleApi } from '#mocks/console-api/node.ts'
import { createQueryClient } from '#web/api/query-client.ts'
import { Timeline } from './timeline.tsx'

const api = createConsoleApi()
beforeAll(() => api.server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => api.server.close())
beforeEach(() => {
  api.answers = calmAnswers()
  api.isAway = false
})
afterEach(cleanup)

function show() {
  const queries = createQueryClient()
  queries.setDefaultOptions({ queries: { retry: false } })
  render(
    <MantineProvider>
      <QueryClientProvider client={queries}>
        <Timeline thresholds={DEFAULT_HEALTH_THRESHOLDS} />
      </QueryClientProvider>
    </MantineProvider>,
  )
}

const reader = () => screen.findByRole('slider', { name: 'Read the value at a time' })

describe('the timeline', () => {
  it('reads the newest moment, and others by key', async () => {
    show()
    const slider = await reader()
    expect(slider.getAttribute('aria-valuetext')).toBe('14:03:17 UTC, 710 k/s, 0.2 % failed')
    fireEvent.keyDown(slider, { key: 'ArrowLeft' })
    expect(slider.getAttribute('aria-valuetext')).toBe('14:02:57 UTC, 710 k/s, 0.2 % failed')
    fireEvent.keyDown(slider, { key: 'Home' })
    expect(slider.getAttribute('aria-valuetext')).toBe('12:03:37 UTC, 710 k/s, 0.2 % failed')
    fireEvent.keyDown(slider, { key: 'Escape' })
    expect(slider.getAttribute('aria-valuetext')).toMatch(/^14:03:17/)
  })

  it('states a gap as a gap', async () => {
    const [region] = api.answers.totals.regions
    region?.requestsPerSecond.fill(null, 350)
    show()
    expect((await reader()).getAttribute('aria-valuetext')).toBe('14:03:17 UTC, 286 k/s, without us-east-1')
    expect(screen.getByText(/One gap in which nothing is known/)).toBeDefined()
  })

  it('lists what changed', async () => {
    show()
    await reader()
    expect(await screen.findByText('13:33:27 UTC, api v88 deployed, in us-east-1')).toBeDefined()
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
    expect(await reader()).toBeDefined()
  })
})
