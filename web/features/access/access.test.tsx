import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { http, HttpResponse } from 'msw'
import type { ReactNode } from 'react'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ROUTES } from '#contract/routes.ts'
import type { Session } from '#contract/session.ts'
import { calmAnswers, walkInSession } from '#mocks/console-api/answers.ts'
import { createConsoleApi } from '#mocks/console-api/node.ts'
import { createQueryClient } from '#web/api/query-client.ts'
import { RequestError } from '#web/api/request-error.ts'
import { askForStepUp, useStepUpAsked, withStepUp } from '#web/api/step-up.ts'
import { createLiveStore } from '#web/live/create-live-store.ts'
import { LiveProvider } from '#web/live/live-provider.tsx'
import { AccessScreen } from './access-screen.tsx'
import { SignInScreen } from './sign-in-screen.tsx'
import { StepUpDialog } from './step-up-dialog.tsx'

const SECRET = 'qqt4wXNAgh7EwBSCBuOoEG3rEqnmBhwlv5_Q3yBK9DY'
const api = createConsoleApi()
beforeAll(() => api.server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => api.server.close())
beforeEach(() => {
  api.answers = calmAnswers()
  location.hash = ''
})
afterEach(() => {
  cleanup()
  api.server.resetHandlers()
})

const nobody = (over: Partial<Session> = {}): Session => ({ ...walkInSession([]), signedIn: null, ...over })

function show(children: ReactNode) {
  return render(
    <MantineProvider>
      <QueryClientProvider client={createQueryClient()}>
        <LiveProvider store={createLiveStore({ now: 0 })} reconnectNow={() => {}}>
          {children}
        </LiveProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
}

/** What was posted there. */
function receive(path: string, answer: () => Response): unknown[] {
  const bodies: unknown[] = []
  api.server.use(
    http.post(`*${path}`, async ({ request }) => {
      const text = await request.text()
      bodies.push(text === '' ? null : JSON.parse(text))
      return answer()
    }),
  )
  return bodies
}

const refused = (code: string, status: number, message: string) => () =>
  HttpResponse.json({ code, message, requestId: 'r' }, { status })

describe('the sign-in page', () => {
  function open() {
    const onSignedIn = vi.fn<() => void>()
    show(<SignInScreen mark={null} returnTo="/evacuate" onSignedIn={onSignedIn} />)
    return onSignedIn
  }

  it('tells in local mode what to do in the terminal, and takes a pasted link', async () => {
    api.answers.session = nobody()
    const bodies = receive(ROUTES.sessionLink, () => HttpResponse.json(walkInSession(['viewer'])))
    const onSignedIn = open()
    expect(await screen.findByText('npm run sign-in -- NAME')).toBeDefined()
    const input = screen.getByLabelText('One-time link')
    fireEvent.change(input, { target: { value: 'not a link' } })
    fireEvent.click(screen.getByRole('button', { name: 'Use this link' }))
    expect((await screen.findByRole('alert')).textContent).toContain('not a one-time link')
    fireEvent.change(input, { target: { value: `http://127.0.0.1:7700/sign-in#${SECRET}` } })
    fireEvent.click(screen.getByRole('button', { name: 'Use this link' }))
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce())
    expect(bodies).toEqual([{ link: SECRET }])
  })

  it('uses the link in the address once, and leaves it in no address', async () => {
    api.answers.session = nobody()
    location.hash = `#${SECRET}`
    const bodies = receive(ROUTES.sessionLink, () => HttpResponse.json(walkInSession(['viewer'])))
    const onSignedIn = open()
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce())
    expect([bodies, location.href.includes(SECRET)]).toEqual([[{ link: SECRET }], false])
  })

  it('says why a link did not hold, and offers the ways again', async () => {
    api.answers.session = nobody()
    location.hash = `#${SECRET}`
    receive(ROUTES.sessionLink, refused('not_authenticated', 401, 'This link has been used.'))
    open()
    expect((await screen.findByRole('alert')).textContent).toContain('This link has been used.')
    expect(screen.getByRole('button', { name: 'Use this link' })).toBeDefined()
  })

  it('puts the code first where the identity provider is gone', async () => {
    const identityProvider = { name: 'Example ID', state: 'unreachable' } as const
    api.answers.session = nobody({ mode: 'oidc', waysIn: ['code', 'oidc'], identityProvider })
    const bodies = receive(ROUTES.sessionCode, () => HttpResponse.json(walkInSession(['viewer'])))
    const onSignedIn = open()
    const headings = await screen.findAllByRole('heading', { level: 2 })
    expect(headings.map(({ textContent }) => textContent)).toEqual(['By a one-time code', 'By Example ID'])
    expect(screen.getByText(/Example ID does not answer/)).toBeDefined()
    fireEvent.change(screen.getByLabelText('Name or address'), { target: { value: 'ben' } })
    fireEvent.change(screen.getByLabelText('Code of six digits'), { target: { value: '123456' } })
    fireEvent.click(screen.getByRole('button', { name: 'Use this code' }))
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce())
    expect(bodies).toEqual([{ login: 'ben', code: '123456' }])
  })

  it('says behind a proxy who can help', async () => {
    api.answers.session = nobody({ mode: 'trusted-proxy', waysIn: [] })
    open()
    expect(await screen.findByText(/a proxy in front of Spillway/)).toBeDefined()
  })

  it('has nothing that axe finds serious', async () => {
    api.answers.session = nobody()
    open()
    await screen.findByRole('button', { name: 'Use this link' })
    expect(await seriousFindings()).toEqual([])
  })
})

describe('a fresh proof', () => {
  function Host() {
    const asked = useStepUpAsked()
    return asked === null ? <p>nothing asked</p> : <StepUpDialog asked={asked} />
  }

  it('is waited for, says why it is asked, and answers true once it holds', async () => {
    api.answers.session = { ...walkInSession(['crisis-leader']), waysToStepUp: ['click', 'link'] }
    receive(ROUTES.sessionClick, () => HttpResponse.json(api.answers.session))
    show(<Host />)
    const answer = askForStepUp('before the evacuation of us-east-1 starts')
    const dialog = await screen.findByRole('dialog', { name: 'Prove that it is you' })
    expect(within(dialog).getByText(/before the evacuation of us-east-1 starts/)).toBeDefined()
    fireEvent.click(await within(dialog).findByRole('button', { name: 'It is me' }))
    expect(await answer).toBe(true)
    expect(await screen.findByText('nothing asked')).toBeDefined()
  })

  it('answers false for whoever thinks better of it, and for the first of two', async () => {
    api.answers.session = { ...walkInSession(['crisis-leader']), waysToStepUp: ['link'] }
    show(<Host />)
    const [first, second] = [askForStepUp('before one'), askForStepUp('before another')]
    expect(await first).toBe(false)
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel' }))
    expect(await second).toBe(false)
  })

  it('lets a command run once more, and only where that is what it wanted', async () => {
    show(<Host />)
    const failure = (code: 'step_up_required' | 'forbidden') =>
      new RequestError({ kind: 'refused', status: 401, body: { code, message: '', requestId: 'r' } })
    const start = vi
      .fn<() => Promise<string>>()
      .mockRejectedValueOnce(failure('step_up_required'))
      .mockResolvedValue('started')
    api.answers.session = { ...walkInSession(['crisis-leader']), waysToStepUp: ['click'] }
    receive(ROUTES.sessionClick, () => HttpResponse.json(api.answers.session))
    const started = withStepUp('before it starts', start)
    fireEvent.click(await screen.findByRole('button', { name: 'It is me' }))
    expect(await started).toBe('started')
    await expect(withStepUp('x', () => Promise.reject(failure('forbidden')))).rejects.toThrow()
  })
})

describe('the access screen', () => {
  it('says to whoever may not manage people which role may, and who holds it', async () => {
    api.answers.session = walkInSession(['viewer'])
    show(<AccessScreen />)
    const heading = await screen.findByRole('heading', { name: 'People: your roles do not allow it' })
    const section = heading.closest('section')
    await waitFor(() => expect(section?.textContent).toContain('admin is held byAda'))
    expect(await seriousFindings()).toEqual([])
  })

  it('shows an admin the people, and gives a role by a click', async () => {
    api.answers.session = walkInSession(['viewer', 'admin'])
    const ben = {
      id: 'local:ben',
      name: 'Ben',
      login: 'ben',
      origin: 'local',
      roles: ['viewer'],
      withheld: [],
      isConfigured: false,
      blockedAt: null,
      lastSeenAt: null,
      hasCodes: false,
    }
    const put: unknown[] = []
    api.server.use(
      http.get(`*${ROUTES.people}`, () => HttpResponse.json({ people: [ben] })),
      http.get(`*${ROUTES.sessions}`, () => HttpResponse.json({ sessions: [] })),
      http.get(`*${ROUTES.tokens}`, () => HttpResponse.json({ tokens: [] })),
      http.put(`*${ROUTES.personRoles('local:ben')}`, async ({ request }) => {
        put.push(await request.json())
        return HttpResponse.json({ ...ben, roles: ['viewer', 'approver'] })
      }),
    )
    show(<AccessScreen />)
    fireEvent.click(await screen.findByRole('checkbox', { name: 'Ben as approver' }))
    await waitFor(() => expect(put).toEqual([{ roles: ['viewer', 'approver'] }]))
    expect(await screen.findByText('Nobody is signed in.')).toBeDefined()
    expect(await seriousFindings()).toEqual([])
  })
})

async function seriousFindings(): Promise<string[]> {
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)
}
