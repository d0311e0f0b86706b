import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { http, HttpResponse } from 'msw'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import { StandingState, type StandingLine } from '#contract/evacuation/standing.ts'
import { ROUTES } from '#contract/routes.ts'
import { calmAnswers, walkInSession } from '#mocks/console-api/answers.ts'
import { APPROVER, AUTHOR, RUN_ID, runIn } from '#mocks/console-api/evacuation-answers.ts'
import { createConsoleApi } from '#mocks/console-api/node.ts'
import { readinessAt, standingIn, standingPlansOf } from '#mocks/console-api/readiness-answers.ts'
import { createQueryClient } from '#web/api/query-client.ts'
import { createLiveStore } from '#web/live/create-live-store.ts'
import { LiveProvider } from '#web/live/live-provider.tsx'
import { ReadinessScreen } from './readiness-screen.tsx'

const api = createConsoleApi()
beforeAll(() => api.server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => api.server.close())
beforeEach(() => {
  api.answers = calmAnswers()
  as('local:lea', ['viewer', 'engineer', 'crisis-leader', 'approver'])
})
afterEach(() => {
  cleanup()
  api.server.resetHandlers()
})

function as(personId: string, roles: Role[]) {
  const session = walkInSession(roles)
  if (session.signedIn !== null) api.answers.session = { ...session, signedIn: { ...session.signedIn, personId } }
}

async function open(lines: StandingLine[] = [standingIn('approved', Date.now())], region?: string) {
  const sent: { path: string; body: unknown; key: string | null }[] = []
  const [onSearch, onGo] = [vi.fn<(next: object) => void>(), vi.fn<(href: string) => void>()]
  api.server.use(
    http.get(`*${ROUTES.readiness}`, () => HttpResponse.json(readinessAt(Date.now()))),
    http.get(`*${ROUTES.standingPlans}`, () => HttpResponse.json(standingPlansOf(lines, Date.now()))),
    http.post('*/api/v1/standing-plans/*', async ({ request }) => {
      const path = new URL(request.url).pathname
      sent.push({ path, body: await request.json(), key: request.headers.get('idempotency-key') })
      if (path.endsWith('/arm')) return HttpResponse.json(runIn('armed', Date.now()), { status: 201 })
      const message = 'It has changed since you looked; look again before you act.'
      return HttpResponse.json({ code: 'conflict', message, requestId: 'test' }, { status: 409 })
    }),
  )
  render(
    <MantineProvider>
      <QueryClientProvider client={createQueryClient()}>
        <LiveProvider store={createLiveStore({ now: Date.now() })} reconnectNow={() => {}}>
          <ReadinessScreen search={{ region }} onSearch={onSearch} onGo={onGo} />
        </LiveProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
  await screen.findByRole('heading', { level: 1, name: 'Readiness' })
  await waitFor(() => expect(screen.queryByText('Asking for the standing plans …')).toBeNull())
  await waitFor(() => expect(screen.queryByText('it is not known yet who you are')).toBeNull())
  return { sent, onSearch, onGo }
}

const button = (name: string | RegExp) => screen.getByRole('button', { name })
const whyOf = (name: string) =>
  document.getElementById(button(name).getAttribute('aria-describedby') ?? '')?.textContent ?? ''
const rests = (name: string) => button(name).getAttribute('aria-disabled') === 'true'

async function seriousFindings() {
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  })
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
}

describe('how ready a region is', () => {
  it('the worst stands first, each with its mark in words, and ids stay as they are written', async () => {
    await open()
    const rows = within(screen.getByRole('region', { name: 'us-east-1' })).getAllByRole('listitem')
    expect(rows.map((row) => within(row).getByRole('img').getAttribute('aria-label'))).toEqual([
      'Not ready',
      'Unknown',
      'With a warning',
      'Ready',
    ])
    expect(rows[0]?.textContent).toContain('us-east-1 has never been evacuated.')
    expect(rows[3]?.textContent).toContain('Every service runs elsewhere too.')
  })

  it('says which numbers are guesses, and where each is entered', async () => {
    await open()
    expect(screen.getByText('planning.uplift').tagName).toBe('CODE')
    expect(screen.getByText('time or drills teach it')).toBeDefined()
  })

  it('says what the console itself stands on: where, how, and when it was asked', async () => {
    await open()
    expect(screen.getByText('1 of them fails now')).toBeDefined()
    expect(screen.getByText('us-east-1 · no answer within 5 s')).toBeDefined()
    expect(screen.getByText('place unknown · answers')).toBeDefined()
  })

  it('another region is one press away, and stands in the address', async () => {
    const { onSearch } = await open()
    expect(button(/^us-east-1/).getAttribute('aria-pressed')).toBe('true')
    fireEvent.click(button(/^eu-west-1/))
    expect(onSearch).toHaveBeenCalledWith({ region: 'eu-west-1' })
  })

  it('a server that does not answer is said, and asked again by a button', async () => {
    api.server.use(http.get(`*${ROUTES.readiness}`, () => HttpResponse.error()))
    render(
      <MantineProvider>
        <QueryClientProvider client={createQueryClient()}>
          <LiveProvider store={createLiveStore({ now: Date.now() })} reconnectNow={() => {}}>
            <ReadinessScreen search={{}} onSearch={() => {}} onGo={() => {}} />
          </LiveProvider>
        </QueryClientProvider>
      </MantineProvider>,
    )
    await screen.findByRole(
      'heading',
      { name: 'How ready the regions are could not be asked for' },
      { timeout: 10_000 },
    )
    expect(button('Ask again')).toBeDefined()
  }, 15_000)
})

describe('a standing plan', () => {
  const OFFERS: Readonly<Record<StandingState, readonly string[]>> = {
    none: [],
    unadopted: ['Adopt …'],
    'awaiting-approval': ['Approve …', 'Refuse …', 'Adopt …', 'Withdraw …'],
    approved: ['Arm …', 'Adopt …', 'Withdraw …'],
    outside: ['Adopt …', 'Arm …', 'Withdraw …'],
    expired: ['Adopt …', 'Arm …', 'Withdraw …'],
  }
  it.each(StandingState.options)('%s: offers what can be done, and has nothing that axe finds', async (state) => {
    await open([standingIn(state, Date.now())])
    const card = screen.getByRole('article', { name: 'While its edge answers' })
    expect(
      within(card)
        .queryAllByRole('button')
        .map((each) => each.textContent),
    ).toEqual(OFFERS[state])
    expect(await seriousFindings()).toEqual([])
  })

  it('outside: each difference in words, and it can be tried all the same', async () => {
    await open([standingIn('outside', Date.now())])
    expect(screen.getByText('us-west-2 would carry 610 k requests/s, approved were 520 k requests/s.')).toBeDefined()
    expect(rests('Arm …')).toBe(false)
  })

  it('expired: it cannot be armed, and says why', async () => {
    await open([standingIn('expired', Date.now())])
    expect(rests('Arm …')).toBe(true)
    expect(whyOf('Arm …')).toBe('no approval is in force')
  })

  const resting: readonly [string, string, Role[], StandingState, string, string][] = [
    [
      'its author does not approve it',
      AUTHOR,
      ['engineer', 'approver'],
      'awaiting-approval',
      'Approve …',
      'nobody approves a plan of their own',
    ],
    [
      'an engineer does not approve',
      APPROVER,
      ['engineer'],
      'awaiting-approval',
      'Approve …',
      'it takes the role approver',
    ],
    ['an approver does not arm', APPROVER, ['approver'], 'approved', 'Arm …', 'it takes the role crisis leader'],
  ]
  it.each(resting)('%s', async (_, person, roles, state, name, why) => {
    as(person, roles)
    await open([standingIn(state, Date.now())])
    expect(rests(name)).toBe(true)
    expect(whyOf(name)).toBe(why)
  })

  it('a run armed by it already is one link away, and no second is made', async () => {
    await open([standingIn('approved', Date.now(), { armedRun: RUN_ID })])
    expect(whyOf('Arm …')).toBe('a run has been armed by it already')
    expect(screen.getByRole('link', { name: 'Open the armed run' }).getAttribute('href')).toBe(`/evacuate/${RUN_ID}`)
  })

  it('armed: bound to the hash that is shown, once, and on to the run', async () => {
    const line = standingIn('approved', Date.now())
    const { sent, onGo } = await open([line])
    fireEvent.click(button('Arm …'))
    const dialog = await screen.findByRole('dialog')
    expect(await seriousFindings()).toEqual([])
    fireEvent.click(within(dialog).getByRole('button', { name: 'Arm' }))
    await waitFor(() => expect(onGo).toHaveBeenCalledWith(`/evacuate/${RUN_ID}`))
    expect(sent).toEqual([
      {
        path: '/api/v1/standing-plans/us-east-1/edge-alive/arm',
        body: { planHash: line.approved?.hash },
        key: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ])
  })

  it('adopted with a reason alone; what the server refuses is said', async () => {
    const line = standingIn('unadopted', Date.now())
    const { sent } = await open([line])
    fireEvent.click(button('Adopt …'))
    const dialog = await screen.findByRole('dialog')
    fireEvent.click(within(dialog).getByRole('button', { name: 'Adopt' }))
    expect(sent).toEqual([])
    fireEvent.change(within(dialog).getByLabelText('Reason'), { target: { value: 'for the winter' } })
    fireEvent.click(within(dialog).getByRole('button', { name: 'Adopt' }))
    expect((await screen.findByRole('alert')).textContent).toMatch(/It has changed since you looked/)
    expect(sent[0]?.body).toEqual({ version: 3, planHash: line.fresh?.hash, reason: 'for the winter' })
  })

  it('its runbook is a file to take along', async () => {
    await open()
    const link = screen.getByRole('link', { name: /\.sh$/ })
    expect(link.getAttribute('href')).toBe('/api/v1/standing-plans/us-east-1/edge-alive/runbook.sh')
    expect(link.getAttribute('download')).toBe('us-east-1.edge-alive.2026-11-23T030412Z.sh')
  })
})
