import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { useState } from 'react'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { DEFAULT_SCORE_RULES } from '#contract/services/score.ts'
import { ANSWERED_AT, calmAnswers, walkInSession } from '#mocks/console-api/answers.ts'
import { createConsoleApi } from '#mocks/console-api/node.ts'
import { createQueryClient } from '#web/api/query-client.ts'
import { createFleet, type FleetChanges } from '#web/fleet/fleet-fixture.ts'
import { createLiveStore } from '#web/live/create-live-store.ts'
import { LiveProvider } from '#web/live/live-provider.tsx'
import { servicePageWords as page } from '#web/messages/service-page-en.ts'
import { servicesWords as words } from '#web/messages/services-en.ts'
import type { ServiceSearch } from './service-search.ts'
import { ServiceScreen } from './service-screen.tsx'
import type { ServicesSearch } from './services-search.ts'
import { ServicesScreen } from './services-screen.tsx'

const api = createConsoleApi()
beforeAll(() => api.server.listen())
afterAll(() => api.server.close())
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: ANSWERED_AT })
  api.answers = calmAnswers()
  api.isAway = false
  api.serviceActs = []
  localStorage.clear()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const SICK: FleetChanges = { nodes: { 'us-east-1/license': { errorShare: 0.31 } } }

function storeOf(changes: FleetChanges) {
  const { roster, frame } = createFleet(changes)
  const store = createLiveStore({ now: ANSWERED_AT })
  store.setState({ stream: { kind: 'live', since: ANSWERED_AT }, lastHeardAt: ANSWERED_AT, roster, frame })
  return store
}

function show(children: React.ReactNode, store = storeOf(SICK)) {
  render(
    <MantineProvider>
      <QueryClientProvider client={createQueryClient()}>
        <LiveProvider store={store}>{children}</LiveProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
}

function Services({ onGo }: { onGo: (href: string) => void }) {
  const [search, setSearch] = useState<ServicesSearch>({})
  return <ServicesScreen search={search} onSearch={setSearch} onGo={onGo} />
}

function Service({ service }: { service: string }) {
  const [search, setSearch] = useState<ServiceSearch>({})
  return (
    <ServiceScreen
      service={service}
      search={search}
      onSearch={setSearch}
      neighbourhood={(_, region) => <span data-testid="neighbourhood">{region}</span>}
    />
  )
}

const rowNames = () =>
  within(screen.getByRole('table', { name: words.label }))
    .getAllByRole('rowheader')
    .map((cell) => cell.textContent)

describe('the table of services', () => {
  it('stands worst first, with what other systems know beside the traffic', async () => {
    show(<Services onGo={() => {}} />)
    await waitFor(() => expect(screen.getByText('content security')).toBeDefined())
    expect(rowNames()[0]).toBe('license')
    const row = screen.getAllByRole('row')[1]
    expect(row?.textContent).toContain('11 of 12')
    expect(row?.textContent).toContain('us-east-1 failing, us-west-2 healthy')
    expect(screen.getByText(words.unplaced(1))).toBeDefined()
    const findings = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    })
    expect(findings.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  })

  it('opens a row, sorts by a heading, and shows the columns asked for', async () => {
    const onGo = vi.fn<(href: string) => void>()
    show(<Services onGo={onGo} />)
    fireEvent.click(await screen.findByRole('button', { name: words.columns.requests }))
    expect(screen.getByRole('columnheader', { name: words.columns.requests }).getAttribute('aria-sort')).toBe(
      'descending',
    )
    fireEvent.click(screen.getByRole('button', { name: new RegExp(words.columnsMenu) }))
    fireEvent.click(within(screen.getByRole('dialog')).getByRole('checkbox', { name: new RegExp(words.columns.tier) }))
    expect(screen.getByRole('columnheader', { name: words.columns.tier })).toBeDefined()
    expect(localStorage.getItem('spillway.services.columns')).toContain('tier')
    const [, first] = screen.getAllByRole('row')
    if (first !== undefined) fireEvent.click(first)
    expect(onGo).toHaveBeenCalledWith(expect.stringMatching(/^\/services\//))
  })

  it('says what to add where no system tells of anything but traffic', async () => {
    api.answers.services = { ...api.answers.services, feeds: [], facts: [], owners: [], alertsWithoutService: 0 }
    show(<Services onGo={() => {}} />)
    expect(await screen.findByText(/spillway.yaml/)).toBeDefined()
  })
})

describe('the page of a service', () => {
  it('says first what is wrong, and where', async () => {
    show(<Service service="license" />)
    expect(screen.getByText('Failing in us-east-1: 31.0 % of its requests fail')).toBeDefined()
    await screen.findByRole('table', { name: page.sections.breakers })
    const [first] = within(screen.getByRole('table', { name: page.sections.breakers }))
      .getAllByRole('row')
      .slice(1)
    expect(first?.textContent).toContain('open')
    expect(first?.textContent).toContain('62 % of 500 calls failed in 10 s')
    expect(screen.getByText('HighErrorShare')).toBeDefined()
    expect(screen.getByText('LICENSE-PROD')).toBeDefined()
    expect(screen.getByTestId('neighbourhood').textContent).toBe('us-east-1')
    const findings = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    })
    expect(findings.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  })

  it('shows the calls and the score of the region asked for', async () => {
    show(<Service service="license" />)
    fireEvent.click(screen.getByRole('button', { name: /eu-west-1/ }))
    expect(screen.getByTestId('neighbourhood').textContent).toBe('eu-west-1')
    expect(screen.getByRole('region', { name: page.score.title('eu-west-1') })).toBeDefined()
  })

  it('saves rules of its own, and takes that back', async () => {
    show(<Service service="license" />)
    const edit = await screen.findByRole('button', { name: page.score.edit })
    await waitFor(() => expect(edit.hasAttribute('disabled')).toBe(false))
    fireEvent.click(edit)
    const field = await screen.findByRole('textbox', { name: `Failed, ${page.score.editor.degraded}` })
    fireEvent.change(field, { target: { value: '9' } })
    expect(screen.getByText(page.score.editor.wrongOrder('Failed'))).toBeDefined()
    fireEvent.change(field, { target: { value: '2' } })
    fireEvent.click(screen.getByRole('button', { name: page.score.editor.save }))
    fireEvent.click(await screen.findByRole('button', { name: page.score.editor.undo }))
    await screen.findByText(page.score.editor.undone)
    expect(api.serviceActs.map(({ body }) => body)).toEqual([
      { rules: DEFAULT_SCORE_RULES.map((rule) => (rule.signal === 'errorShare' ? { ...rule, degraded: 0.02 } : rule)) },
      { rules: null },
    ])
  })

  it('takes an instance out for a reason, and says what was seen of it', async () => {
    api.answers.instanceStatus = {
      outcome: 'accepted-not-seen',
      seen: 'up',
      seenAt: null,
      message: 'It still says up.',
    }
    show(<Service service="license" />)
    const table = await screen.findByRole('table', { name: page.sections.instances })
    const [down, up] = within(table).getAllByRole('row').slice(1)
    expect(down?.textContent).toContain('i-0a4')
    fireEvent.click(within(up ?? table).getByRole('button', { name: page.instances.takeOut }))
    const dialog = await screen.findByRole('dialog')
    expect(dialog.textContent).toContain('2 stay up there')
    expect(within(dialog).getByRole('button', { name: page.instances.dialog.out2 }).hasAttribute('disabled')).toBe(true)
    fireEvent.change(within(dialog).getByRole('textbox'), { target: { value: 'disk is full' } })
    fireEvent.click(within(dialog).getByRole('button', { name: page.instances.dialog.out2 }))
    expect(await screen.findByText(/Accepted, not seen yet: It still says up\./)).toBeDefined()
    expect(api.serviceActs[0]?.body).toEqual({
      source: 'registry',
      region: 'us-east-1',
      service: 'license',
      instance: 'i-0a1',
      to: 'out-of-service',
      reason: 'disk is full',
    })
  })

  it('lets nobody act who may only look, and says who may', async () => {
    api.answers.session = walkInSession(['viewer'])
    show(<Service service="license" />)
    const [out] = await screen.findAllByRole('button', { name: page.instances.takeOut })
    expect(out?.hasAttribute('disabled')).toBe(true)
    expect(out?.getAttribute('title')).toBe(page.instances.notAllowed)
  })

  it('names the likest services where there is none of that name', async () => {
    show(<Service service="licence" />)
    expect(await screen.findByText(page.unknown.title('licence'))).toBeDefined()
    expect(screen.getByRole('link', { name: 'license' }).getAttribute('href')).toBe('/services/license')
  })

  it('shows traffic of which nothing else is known', async () => {
    api.answers.service = {}
    show(<Service service="license" />)
    expect(await screen.findByText(/the traffic goes on/)).toBeDefined()
    expect(screen.getByText('Failing in us-east-1: 31.0 % of its requests fail')).toBeDefined()
  })
})
