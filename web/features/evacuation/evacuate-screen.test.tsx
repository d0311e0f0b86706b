import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { http, HttpResponse } from 'msw'
import { useState } from 'react'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { ROUTES } from '#contract/routes.ts'
import { calmAnswers, walkInSession } from '#mocks/console-api/answers.ts'
import { RUN_ID, runIn, sickEvacuations, tightWhatIf, verdictOn } from '#mocks/console-api/evacuation-answers.ts'
import { createConsoleApi } from '#mocks/console-api/node.ts'
import { createQueryClient } from '#web/api/query-client.ts'
import { createLiveStore } from '#web/live/create-live-store.ts'
import { LiveProvider } from '#web/live/live-provider.tsx'
import { EvacuateScreen } from './evacuate-screen.tsx'
import { EvacuateSearch } from './what-if/evacuate-search.ts'

const api = createConsoleApi()
beforeAll(() => api.server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => api.server.close())
beforeEach(() => {
  api.answers = calmAnswers()
  api.answers.session = walkInSession(['viewer', 'engineer', 'crisis-leader'])
  api.answers.evacuations = sickEvacuations(Date.now())
  api.answers.whatIf = tightWhatIf(Date.now())
})
afterEach(() => {
  cleanup()
  api.server.resetHandlers()
})

const onGo = vi.fn<(href: string) => void>()

function Screen({ from }: { from: EvacuateSearch }) {
  const [search, setSearch] = useState(from)
  return <EvacuateScreen search={search} onSearch={setSearch} onGo={onGo} />
}

async function open(from: EvacuateSearch = {}) {
  render(
    <MantineProvider>
      <QueryClientProvider client={createQueryClient()}>
        <LiveProvider store={createLiveStore({ now: Date.now() })} reconnectNow={() => {}}>
          <Screen from={from} />
        </LiveProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
  await screen.findByRole('heading', { level: 1, name: 'Evacuate' })
}

it('begins with the region in trouble, its evidence unfolded and what leaving it would do', async () => {
  await open()
  const regions = screen.getAllByText(/^(us|eu)-\w+-\d$/).filter((element) => element.tagName === 'STRONG')
  expect(regions.slice(0, 3).map((element) => element.textContent)).toEqual(['us-east-1', 'eu-west-1', 'us-west-2'])
  expect(screen.getByText('31 % of 240 probes from 3 networks fail.')).toBeDefined()
  expect(screen.getAllByText(/stale/).length).toBeGreaterThan(0)
  expect(await screen.findByText('Tight')).toBeDefined()
  expect(screen.getByText('Each minute of waiting costs about 120 k customer minutes')).toBeDefined()
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  })
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
}, 30_000)

it('asks for nothing while all is well and nothing is chosen', async () => {
  const at = Date.now()
  api.answers.evacuations = { ...sickEvacuations(at), verdicts: [verdictOn('us-east-1', 'healthy', at)] }
  await open()
  expect(screen.getByText(/Choose a region on the left/)).toBeDefined()
  expect(screen.queryByText('31 % of 240 probes from 3 networks fail.')).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'Evidence on us-east-1' }))
  expect(screen.getByText('0 % of 240 probes from 3 networks fail.')).toBeDefined()
})

it('puts what is under way first, and what was after', async () => {
  const at = Date.now()
  const past = [
    { id: RUN_ID, version: 3, phase: 'held', direction: 'evacuate', region: 'eu-west-1', createdAt: at, updatedAt: at },
  ] as const
  api.answers.evacuations = { ...sickEvacuations(at), open: [runIn('running', at)], past: [...past] }
  await open()
  const link = screen.getByRole('link', { name: /Evacuating us-east-1/ })
  expect(link.getAttribute('href')).toBe(`/evacuate/${RUN_ID}`)
  expect(link.textContent).toContain('step 2 of 7')
  const row = screen.getByRole('row', { name: /eu-west-1/ })
  expect(within(row).getByText('Held and ended')).toBeDefined()
})

it('says every reason why it cannot be planned, and then drafts nothing', async () => {
  api.answers.whatIf = { ...tightWhatIf(Date.now()), refused: ['no region is left that may take over'], steps: [] }
  await open({ region: 'us-east-1' })
  expect(await screen.findByText('It cannot be planned')).toBeDefined()
  expect(screen.getByText('No region is left that may take over.')).toBeDefined()
  fireEvent.change(screen.getByLabelText('Why'), { target: { value: 'it burns' } })
  expect(screen.getByRole('button', { name: 'Draft it' }).getAttribute('aria-disabled')).toBe('true')
})

it('drafts with a reason, and goes to the draft', async () => {
  const drafted: unknown[] = []
  api.server.use(
    http.post(`*${ROUTES.evacuations}`, async ({ request }) => {
      drafted.push({ body: await request.json(), key: request.headers.get('idempotency-key') })
      return HttpResponse.json(runIn('draft', Date.now()), { status: 201 })
    }),
  )
  await open({ region: 'us-east-1' })
  fireEvent.click(await screen.findByRole('radio', { name: 'Edge is dark' }))
  fireEvent.change(await screen.findByLabelText('Why'), { target: { value: 'it burns' } })
  fireEvent.click(screen.getByRole('button', { name: 'Draft it' }))
  await waitFor(() => expect(onGo).toHaveBeenCalledWith(`/evacuate/${RUN_ID}`))
  expect(drafted).toEqual([
    {
      body: {
        scope: { kind: 'region', region: 'us-east-1' },
        profile: 'emergency',
        failure: 'edge-dark',
        placement: 'headroom',
        reason: 'it burns',
      },
      key: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  ])
})

it('reads only what it knows from an address', () => {
  expect(EvacuateSearch.parse({ region: 'us-east-1', failure: 'volcano', profile: 'drill', x: 1 })).toEqual({
    region: 'us-east-1',
    profile: 'drill',
  })
})
