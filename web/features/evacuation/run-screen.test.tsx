import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { http, HttpResponse } from 'msw'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { Phase, type Run } from '#contract/evacuation/run.ts'
import type { Role } from '#contract/permissions.ts'
import { ROUTES } from '#contract/routes.ts'
import { calmAnswers, walkInSession } from '#mocks/console-api/answers.ts'
import { APPROVER, AUTHOR, RUN_ID, eventAt, runIn, witness } from '#mocks/console-api/evacuation-answers.ts'
import { createConsoleApi } from '#mocks/console-api/node.ts'
import { setSingleKeysOn } from '#web/ui/single-key-setting.ts'
import { renderRunScreen } from './run-screen-fixture.tsx'

const api = createConsoleApi()
beforeAll(() => api.server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => api.server.close())
beforeEach(() => {
  api.answers = calmAnswers()
  api.answers.session = walkInSession(['viewer', 'engineer', 'crisis-leader', 'approver'])
  api.isAway = false
  api.acts = []
  setSingleKeysOn(true)
})
afterEach(() => {
  cleanup()
  api.server.resetHandlers()
  vi.useRealTimers()
})

function open(run: Run) {
  api.answers.runs[run.id] = run
  return renderRunScreen(run.id)
}

const as = (name: string, personId: `local:${string}`, roles: Role[]) => {
  const session = walkInSession(roles)
  if (session.signedIn !== null) api.answers.session = { ...session, signedIn: { ...session.signedIn, name, personId } }
}

const button = (name: string | RegExp) => screen.getByRole('button', { name })
const rests = (name: string | RegExp) => button(name).getAttribute('aria-disabled') === 'true'

function whyOf(name: string | RegExp): string {
  const id = button(name).getAttribute('aria-describedby')
  return id === null ? '' : (document.getElementById(id)?.textContent ?? '')
}

describe('each phase', () => {
  const HEADS: Readonly<Record<Phase, string>> = {
    draft: 'Evacuate us-east-1: a draft',
    'awaiting-approval': 'Evacuate us-east-1: approval asked for',
    armed: 'Evacuate us-east-1: approved',
    running: 'Evacuating us-east-1',
    paused: 'Evacuating us-east-1: paused',
    reconciling: 'Evacuating us-east-1: reading the planes',
    'rolling-back': 'Going back to us-east-1',
    evacuated: 'us-east-1 is evacuated',
    restored: 'us-east-1 is restored',
    held: 'us-east-1: held and ended',
    'rolled-back': 'us-east-1: rolled back',
    'taken-over': 'us-east-1: taken over by hand',
    cancelled: 'Evacuate us-east-1: cancelled',
    expired: 'Evacuate us-east-1: expired',
  }
  it.each(Phase.options)(
    '%s is named, and has nothing that axe finds serious',
    async (phase) => {
      await open(runIn(phase, Date.now()))
      expect(screen.getByRole('heading', { level: 1, name: HEADS[phase] })).toBeDefined()
      const { violations } = await axe.run(document.body, {
        rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
      })
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    },
    30_000,
  )
})

describe('a run under way', () => {
  it('counts steps, seconds and people', async () => {
    await open(runIn('running', Date.now()))
    expect(screen.getByText('step 2 of 7 · observing')).toBeDefined()
    expect(screen.getByText(/next in/).textContent).toMatch(/next in 0:1\d/)
    expect(screen.getByText(/started .* by Min Kim \(you\), approved by r-duarte/)).toBeDefined()
  })

  it('pauses by one click, and by Space from anywhere but a field', async () => {
    await open(runIn('running', Date.now()))
    fireEvent.click(button(/^Pause/))
    await waitFor(() => expect(api.acts).toEqual([{ id: RUN_ID, verb: 'pause', body: {} }]))
    fireEvent.keyDown(document.body, { key: ' ' })
    await waitFor(() => expect(api.acts).toHaveLength(2))
    fireEvent.keyDown(screen.getByLabelText('Add a note to the record'), { key: ' ' })
    expect(api.acts).toHaveLength(2)
  })

  it('keeps every button and says why one rests', async () => {
    await open(runIn('running', Date.now()))
    expect(rests(/^Pause/)).toBe(false)
    expect(rests('Resume')).toBe(true)
    expect(whyOf('Resume')).toBe('not now: running')
    as('Eve', 'local:eve', ['viewer', 'engineer'])
    cleanup()
    await open(runIn('running', Date.now()))
    expect(rests(/^Pause/)).toBe(false)
    expect(whyOf('Hold and end')).toBe('it takes the role crisis leader')
  })

  it('wants the name of a sick region typed, and a reason for the second person, before users go back', async () => {
    await open(runIn('running', Date.now()))
    fireEvent.click(button('Roll back …'))
    const dialog = await screen.findByRole('dialog', { name: 'Roll back to us-east-1' })
    expect(within(dialog).getByText(/sends users back to a region that fails/)).toBeDefined()
    expect(within(dialog).getByText(/A second person has to agree/)).toBeDefined()
    const confirm = within(dialog).getByRole('button', { name: 'Ask to roll back' })
    fireEvent.click(confirm)
    fireEvent.change(within(dialog).getByLabelText('Type us-east-1'), { target: { value: 'us-east-1' } })
    fireEvent.click(confirm)
    expect(api.acts).toEqual([])
    const reason = 'the saviors are worse off than it'
    fireEvent.change(within(dialog).getByLabelText(/Reason/), { target: { value: reason } })
    fireEvent.click(confirm)
    const body = { version: 7, typedRegion: 'us-east-1', reason }
    await waitFor(() => expect(api.acts).toEqual([{ id: RUN_ID, verb: 'roll-back', body }]))
  })

  it('lets another person agree to going back, and not the one who asks', async () => {
    const now = Date.now()
    const asked = { at: now, reason: 'the saviors are worse off than it', expiresAt: now + 600_000 }
    await open(runIn('paused', now, { wayBackAsked: { by: AUTHOR, ...asked } }))
    expect(whyOf('Agree …')).toBe('it takes somebody else than who asks')
    expect(whyOf('Roll back …')).toBe('it is asked for: somebody else agrees')
    cleanup()
    await open(runIn('paused', now, { wayBackAsked: { by: 'local:x', ...asked } }))
    const notice = screen.getByRole('region', { name: /asks to go back to us-east-1/ })
    expect(notice.textContent).toContain(asked.reason)
    fireEvent.click(button('Agree …'))
    const dialog = await screen.findByRole('dialog', { name: 'Agree that users go back to us-east-1' })
    fireEvent.click(within(dialog).getByRole('button', { name: 'Agree: users go back' }))
    await waitFor(() => expect(api.acts).toEqual([{ id: RUN_ID, verb: 'agree', body: { version: 7 } }]))
  })

  it('offers to go on without what cannot be read, by one word with a reason, and says so from then on', async () => {
    const now = Date.now()
    const [first, ...rest] = runIn('paused', now).planes
    if (first?.kind !== 'read') throw new Error('no reading')
    const { plane, reading } = first
    const { instance } = reading
    const unread = { kind: 'unread' as const, plane, instance, at: now, why: 'connection refused', last: reading }
    await open(runIn('paused', now, { planes: [unread, ...rest] }))
    fireEvent.click(button(`Go on without ${plane}/${instance} …`))
    const dialog = await screen.findByRole('dialog', { name: `Go on without ${plane}/${instance}` })
    const reason = 'it is down, and the others are not'
    fireEvent.change(within(dialog).getByLabelText(/Reason/), { target: { value: reason } })
    fireEvent.click(within(dialog).getByRole('button', { name: 'Go on without' }))
    const body = { version: 7, places: [{ plane, instance }], reason }
    await waitFor(() => expect(api.acts).toEqual([{ id: RUN_ID, verb: 'leave-out', body }]))
    cleanup()
    const leftOut = [{ plane, instance, by: 'local:ben', at: now, reason }]
    await open(runIn('running', now, { planes: [unread, ...rest], leftOut }))
    expect(screen.getByRole('region', { name: `Goes on without ${plane}/${instance}` }).textContent).toContain(reason)
    expect(screen.getByText('left out')).toBeDefined()
    expect(screen.queryByRole('button', { name: /^Go on without/ })).toBeNull()
  })

  it('tells three witnesses, and a lie from a delay', async () => {
    const lied = [witness('planes', 0, 'yes'), witness('arrivals', 0.41, 'no'), witness('probes', null, 'unknown')]
    await open(runIn('paused', Date.now(), { witnesses: lied, verdict: 'not-effective' }))
    const side = screen.getByText('arrivals counted').closest('div')
    expect(side?.textContent).toContain('41.0 %')
    expect(screen.getByText('probes from outside').closest('div')?.textContent).toContain('unknown')
    expect(screen.getByText('Accepted, but not effective')).toBeDefined()
  })
})

describe('old news', () => {
  it('says since when it is old, and leaves Pause alone to be pressed', async () => {
    await open(runIn('running', Date.now()))
    api.isAway = true
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30_000 })
    await screen.findByText(/^STALE since \d\d:\d\d:\d\d UTC$/, {}, { timeout: 8_000 })
    expect(rests('Hold and end')).toBe(true)
    expect(whyOf('Hold and end')).toBe('the picture is stale; only Pause still works')
    expect(rests(/^Pause/)).toBe(false)
  }, 15_000)
})

describe('before the start', () => {
  it('shows the exact writes, alike places together', async () => {
    await open(runIn('draft', Date.now()))
    const table = await screen.findByRole('region', { name: 'Exact writes, in order' })
    expect(within(table).getByText(/3 places alike/)).toBeDefined()
    expect(table.textContent).toContain('us-east-1 41 → 20')
    expect(within(table).getByText('would be accepted')).toBeDefined()
  })

  it('binds the approval to the plan that was seen, and refuses the author', async () => {
    await open(runIn('awaiting-approval', Date.now()))
    expect(whyOf('Approve')).toBe('nobody approves a plan of their own')
    cleanup()
    as('Duarte', APPROVER, ['approver'])
    const run = runIn('awaiting-approval', Date.now())
    await open(run)
    expect(screen.getByText('us-west-2 ≤ 520 k requests/s')).toBeDefined()
    expect(screen.getByText('data loss ≤ 1 min')).toBeDefined()
    fireEvent.click(button('Approve'))
    await waitFor(() => expect(api.acts.at(-1)?.body).toEqual({ version: 7, planHash: run.plan.hash }))
  })

  it('starts only once the region’s id is typed', async () => {
    await open(runIn('armed', Date.now()))
    const start = button('Start: users leave us-east-1')
    fireEvent.click(start)
    expect(api.acts).toEqual([])
    fireEvent.change(screen.getByLabelText('Type us-east-1'), { target: { value: 'us-east-2' } })
    expect(start.getAttribute('aria-disabled')).toBe('true')
    fireEvent.change(screen.getByLabelText('Type us-east-1'), { target: { value: 'us-east-1' } })
    fireEvent.click(start)
    await waitFor(() =>
      expect(api.acts).toEqual([{ id: RUN_ID, verb: 'start', body: { version: 7, typedRegion: 'us-east-1' } }]),
    )
  })

  it('breaks the glass with a reason alone', async () => {
    await open(runIn('draft', Date.now()))
    fireEvent.click(screen.getByText('Nobody can approve in time?'))
    const glass = button('Break the glass: users leave us-east-1')
    fireEvent.change(screen.getByLabelText('Type us-east-1'), { target: { value: 'us-east-1' } })
    expect(whyOf('Break the glass: users leave us-east-1')).toBe('Reason, 15 characters or more')
    fireEvent.change(screen.getByLabelText('Reason, 15 characters or more'), {
      target: { value: 'nobody answers the page' },
    })
    fireEvent.click(glass)
    await waitFor(() => expect(api.acts.at(-1)?.verb).toBe('break-glass'))
  })

  it('names the rules that stand in the way, and overrides them by name with a reason', async () => {
    await open(runIn('armed', Date.now()))
    api.server.use(
      http.post(`*${ROUTES.evacuationAct(RUN_ID, 'start')}`, async ({ request }) => {
        const body = await request.json()
        api.acts.push({ id: RUN_ID, verb: 'start', body })
        if (typeof body === 'object' && body !== null && 'override' in body)
          return HttpResponse.json(runIn('running', Date.now()))
        const refusal = {
          code: 'conflict',
          message: 'The rules stand in the way.',
          path: 'override.rules',
          requestId: 'r',
        }
        return HttpResponse.json({ ...refusal, expected: 'headroom, freeze-window' }, { status: 409 })
      }),
    )
    fireEvent.change(screen.getByLabelText('Type us-east-1'), { target: { value: 'us-east-1' } })
    fireEvent.click(button('Start: users leave us-east-1'))
    await screen.findByRole('heading', { name: 'Override by name' })
    for (const rule of ['headroom', 'freeze-window']) fireEvent.click(screen.getByRole('checkbox', { name: rule }))
    fireEvent.change(screen.getByLabelText('Reason for the override, 15 characters or more'), {
      target: { value: 'the region serves nobody' },
    })
    fireEvent.click(button('Try it with the override'))
    await screen.findByRole('heading', { level: 1, name: 'Evacuating us-east-1' })
    expect(api.acts.at(-1)?.body).toMatchObject({
      override: { rules: ['headroom', 'freeze-window'], reason: 'the region serves nobody' },
    })
  })
})

describe('standing still', () => {
  it('says who has drifted, and offers to write it again or to take it', async () => {
    const pause = {
      cause: 'drift',
      why: 'edge-2 sends users to us-east-1 again',
      by: 'system',
      at: Date.now(),
    } as const
    await open(runIn('evacuated', Date.now(), { pause }))
    expect(screen.getByRole('heading', { name: /Somebody else changed a plane/ })).toBeDefined()
    fireEvent.click(button('Reassert'))
    await waitFor(() => expect(api.acts.at(-1)).toEqual({ id: RUN_ID, verb: 'reassert', body: { version: 7 } }))
    fireEvent.click(button('Adopt …'))
    const dialog = await screen.findByRole('dialog')
    fireEvent.change(within(dialog).getByLabelText(/Reason/), {
      target: { value: 'the other team moved it on purpose' },
    })
    fireEvent.click(within(dialog).getByRole('button', { name: 'Adopt' }))
    await waitFor(() => expect(api.acts.at(-1)?.verb).toBe('adopt'))
  })

  it('waits for a hand, which says it is done or skips it by name', async () => {
    await open(runIn('running', Date.now(), { step: 0, stage: 'waiting', stepsDone: [] }))
    expect(screen.getByRole('heading', { name: 'Waits for somebody to do this by hand' })).toBeDefined()
    fireEvent.click(button('It is done'))
    await waitFor(() =>
      expect(api.acts.at(-1)).toEqual({ id: RUN_ID, verb: 'confirm-hook', body: { version: 7, step: 0 } }),
    )
  })

  it('asks for the second person of a start without approval, and not the first', async () => {
    const breakGlass = { reason: 'nobody answers', acknowledgeBy: Date.now() + 300_000, acknowledgedBy: null }
    await open(runIn('running', Date.now(), { breakGlass, approval: null }))
    expect(whyOf('Acknowledge')).toBe('it takes somebody else than who started it')
    cleanup()
    as('Duarte', APPROVER, ['approver'])
    await open(runIn('running', Date.now(), { breakGlass, approval: null }))
    fireEvent.click(button('Acknowledge'))
    await waitFor(() => expect(api.acts.at(-1)?.verb).toBe('acknowledge'))
  })

  it('says what each plane says, while nobody knows', async () => {
    const run = runIn('reconciling', Date.now())
    const [first, second, third, ...rest] = run.planes
    if (first?.kind !== 'read' || second?.kind !== 'read' || third?.kind !== 'read') throw new Error('no readings')
    const before = {
      ...second.reading,
      segments: [{ segment: 'all', weights: { 'us-east-1': 41, 'us-west-2': 31, 'eu-west-1': 28 } }],
    }
    const other = {
      ...third.reading,
      segments: [{ segment: 'all', weights: { 'us-east-1': 7, 'us-west-2': 31, 'eu-west-1': 28 } }],
    }
    await open({ ...run, planes: [first, { ...second, reading: before }, { ...third, reading: other }, ...rest] })
    const list = screen.getByText('What each plane says').closest('section')
    expect(list?.textContent).toContain('as wanted')
    expect(list?.textContent).toContain('as before the run')
    expect(list?.textContent).toContain('something else')
  })
})

describe('the record', () => {
  it('is newest first, and takes a note', async () => {
    const run = runIn('running', Date.now())
    await open({
      ...run,
      events: [...run.events, eventAt(4, Date.now(), 'edge-7', 'read-back', 'edge-7 answered late')],
    })
    const record = screen.getByText('Record').closest('section')
    const lines = within(record ?? document.body).getAllByRole('listitem')
    expect(lines[0]?.textContent).toContain('edge-7 answered late')
    expect(lines.at(-1)?.textContent).toContain('Licences fail')
    await act(async () => {
      fireEvent.change(screen.getByLabelText('Add a note to the record'), { target: { value: 'called the vendor' } })
    })
    fireEvent.click(button('Add'))
    await waitFor(() =>
      expect(api.acts.at(-1)).toEqual({ id: RUN_ID, verb: 'note', body: { says: 'called the vendor' } }),
    )
  })
})

it('says that there is no such run', async () => {
  await renderRunScreen(RUN_ID)
  expect(await screen.findByRole('heading', { name: 'There is no such run' })).toBeDefined()
})
