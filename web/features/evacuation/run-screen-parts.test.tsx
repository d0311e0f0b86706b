import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Run } from '#contract/evacuation/run.ts'
import { calmAnswers, walkInSession } from '#mocks/console-api/answers.ts'
import { RUN_ID, runIn } from '#mocks/console-api/evacuation-answers.ts'
import { createConsoleApi } from '#mocks/console-api/node.ts'
import { renderRunScreen } from './run-screen-fixture.tsx'

const api = createConsoleApi()
beforeAll(() => api.server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => api.server.close())
beforeEach(() => {
  api.answers = calmAnswers()
  api.answers.session = walkInSession(['viewer', 'engineer', 'crisis-leader', 'approver'])
})
afterEach(cleanup)

function open(run: Run) {
  api.answers.runs[run.id] = run
  return renderRunScreen(run.id)
}

describe('the focus', () => {
  it('is back where a dialog was opened from', async () => {
    await open(runIn('running', Date.now()))
    const hold = screen.getByRole('button', { name: 'Hold and end' })
    hold.focus()
    fireEvent.click(hold)
    const dialog = await screen.findByRole('dialog')
    const inside = within(dialog).getByRole('button', { name: 'Hold and end' })
    inside.focus()
    fireEvent.keyDown(inside, { key: 'Escape' })
    await waitFor(() => expect(document.activeElement).toBe(hold))
  })

  it('is at the head of the run when what had it is gone', async () => {
    await open(runIn('armed', Date.now()))
    const field = screen.getByLabelText('Type us-east-1')
    field.focus()
    api.answers.runs[RUN_ID] = runIn('running', Date.now())
    const head = await screen.findByRole('heading', { level: 1, name: 'Evacuating us-east-1' }, { timeout: 5_000 })
    await waitFor(() => expect(document.activeElement).toBe(head))
  })
})

describe('what was foretold', () => {
  it('stands beside what is seen, while it runs and afterwards, and is never asked anew', async () => {
    for (const phase of ['running', 'held'] as const) {
      await open(runIn(phase, Date.now()))
      const table = await screen.findByRole('table', { name: 'Planned against actual' })
      expect(within(table).getByText('40 k customer minutes (30 k to 50 k)')).toBeDefined()
      expect(screen.queryByText('Do nothing, or act')).toBeNull()
      cleanup()
    }
  })

  it('is said to be missing where nothing could be foretold', async () => {
    api.answers.outcome = { ...api.answers.outcome, forecast: null }
    await open(runIn('running', Date.now()))
    expect(await screen.findByText('Nothing was foretold of it when it started.')).toBeDefined()
  })
})
