import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { HttpResponse, http } from 'msw'
import { useState } from 'react'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Change } from '#contract/change.ts'
import { ROUTES } from '#contract/routes.ts'
import { ANSWERED_AT, calmAnswers, walkInSession } from '#mocks/console-api/answers.ts'
import { createConsoleApi } from '#mocks/console-api/node.ts'
import { createQueryClient } from '#web/api/query-client.ts'
import { createFleet } from '#web/fleet/fleet-fixture.ts'
import { createLiveStore } from '#web/live/create-live-store.ts'
import { LiveProvider } from '#web/live/live-provider.tsx'
import { changesWords as words } from '#web/messages/changes-en.ts'
import { changeOf } from './change-fixture.ts'
import { ChangesScreen } from './changes-screen.tsx'
import type { ChangesSearch } from './changes-search.ts'

const api = createConsoleApi()
beforeAll(() => api.server.listen())
afterAll(() => api.server.close())
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: ANSWERED_AT })
  api.answers = calmAnswers()
  api.isAway = false
})
afterEach(() => {
  cleanup()
  api.server.resetHandlers()
  vi.useRealTimers()
})

const MINUTE_MS = 60_000
const told = (number: number, minutesAgo: number, more: Partial<Change> = {}) =>
  changeOf(number, { startedAt: ANSWERED_AT - minutesAgo * MINUTE_MS, ...more })

function answer(...changes: Change[]): void {
  api.answers.changes = { changes }
}

/** The screen in its own address; what it asks for is kept here. */
function show(first: ChangesSearch = {}): { search: () => ChangesSearch } {
  const { roster, frame } = createFleet({})
  const store = createLiveStore({ now: ANSWERED_AT })
  store.setState({ stream: { kind: 'live', since: ANSWERED_AT }, lastHeardAt: ANSWERED_AT, roster, frame })
  let shown = first
  function Screen() {
    const [search, setSearch] = useState(first)
    const change = (next: ChangesSearch): void => {
      shown = next
      setSearch(next)
    }
    return <ChangesScreen search={search} onSearch={change} />
  }
  render(
    <MantineProvider>
      <QueryClientProvider client={createQueryClient()}>
        <LiveProvider store={store}>
          <Screen />
        </LiveProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
  return { search: () => shown }
}

const titles = () => [...document.querySelectorAll('a[data-main]')].map((link) => link.textContent)

describe('the feed', () => {
  it('is newest first, by days, each with who, where and the way to that moment', async () => {
    answer(
      told(1, 60 * 23, { title: 'older', regions: [] }),
      told(2, 3, { title: 'newer', author: 'Ada', version: 'v9', link: 'https://deploys.example/9' }),
    )
    show()
    await waitFor(() => expect(titles()).toEqual(['newer', 'older']))
    const [newest] = screen.getAllByRole('row').filter((row) => row.dataset['change'] !== undefined)
    if (newest === undefined) throw new Error('no row')
    expect(newest.textContent).toContain('v9')
    expect(newest.textContent).toContain('by Ada')
    expect(within(newest).getByRole('link', { name: 'api' }).getAttribute('href')).toBe('/services/api')
    expect(within(newest).getByRole('link', { name: words.onMap }).getAttribute('href')).toMatch(
      /^\/\?view=us-east-1&sel=us-east-1\/api&at=/,
    )
    expect(
      within(newest)
        .getByRole('link', { name: `${words.open} ↗` })
        .getAttribute('href'),
    ).toBe('https://deploys.example/9')
    const findings = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    })
    expect(findings.violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  })

  it('is found by kind, in the picture, and by words; what is asked for stands in the address', async () => {
    answer(told(1, 1), told(2, 2, { kind: 'chaos', title: 'latency put in' }), told(3, 3, { title: 'license out' }))
    const { search } = show()
    fireEvent.click(await screen.findByRole('button', { name: /^Chaos/ }))
    expect(titles()).toEqual(['latency put in'])
    expect(search().kind).toBe('chaos')
    expect(screen.getByText('1 of 3 changes')).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: /^Chaos/ }))
    fireEvent.change(screen.getByRole('searchbox', { name: words.text }), { target: { value: 'LICENSE' } })
    expect(titles()).toEqual(['license out'])
    fireEvent.change(screen.getByRole('searchbox', { name: words.text }), { target: { value: 'nothing of the kind' } })
    fireEvent.click(screen.getAllByText(words.clear)[0] ?? document.body)
    await waitFor(() => expect(titles()).toHaveLength(3))
    expect(search()).toEqual({ range: undefined })
  })

  it('has a picture whose columns lead to their time, by the arrows too', async () => {
    answer(told(1, 5), told(2, 60 * 10), told(3, 60 * 10))
    const { search } = show()
    const picture = await screen.findByRole('region', { name: words.density })
    const columns = within(picture)
      .getAllByRole('button')
      .filter((button) => button.getAttribute('aria-label')?.includes('Show only') === true)
      .filter((button) => !button.hasAttribute('disabled'))
    expect(columns.map((column) => column.getAttribute('aria-label')?.match(/\d+ × \w+/)?.[0])).toEqual([
      '2 × Deploy',
      '1 × Deploy',
    ])
    columns[0]?.focus()
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowRight' })
    expect(document.activeElement).toBe(columns[1])
    fireEvent.click(columns[1] ?? document.body)
    expect(search().range).toMatch(/^\d{4}-.*Z,\d{4}-.*Z$/)
    fireEvent.click(screen.getByRole('button', { name: /✕/ }))
    expect(search().range).toBeUndefined()
  })

  it('leads from change to change by the arrows, past the headings of days', async () => {
    answer(told(1, 1, { title: 'a' }), told(2, 60 * 13, { title: 'b' }))
    show()
    await waitFor(() => expect(titles()).toEqual(['a', 'b']))
    screen.getByRole('region', { name: words.feed }).focus()
    const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })
    const focused: (string | null | undefined)[] = []
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp']) {
      press(key)
      focused.push(document.activeElement?.textContent)
    }
    expect(focused).toEqual(['a', 'b', 'b', 'a'])
  })
})

describe('a change written down by hand', () => {
  it('is sent with what it names, stands first, and the dialog goes', async () => {
    const { search } = show({ record: true })
    const dialog = await screen.findByRole('dialog', { name: words.dialog.title })
    const field = (label: RegExp) => within(dialog).getByLabelText(label)
    const done = within(dialog).getByRole('button', { name: words.dialog.action })
    expect(done.hasAttribute('disabled')).toBe(true)
    fireEvent.change(field(/What was changed/), { target: { value: 'timeouts raised' } })
    fireEvent.change(field(/^Services/), { target: { value: 'api,' } })
    fireEvent.change(field(/^Services/), { target: { value: 'Not a name!' } })
    fireEvent.keyDown(field(/^Services/), { key: 'Enter' })
    expect(within(dialog).getByRole('alert').textContent).toBe(words.dialog.unknown('not a name!'))
    fireEvent.change(field(/^Services/), { target: { value: '' } })
    fireEvent.click(within(dialog).getByRole('checkbox', { name: 'us-east-1' }))
    fireEvent.click(done)
    await waitFor(() => expect(titles()[0]).toBe('timeouts raised'))
    expect(api.answers.changes.changes[0]).toMatchObject({
      kind: 'configuration',
      services: ['api'],
      regions: ['us-east-1'],
      origin: 'console',
    })
    await waitFor(() => expect(search().record).toBeUndefined())
    expect(screen.getByText(words.dialog.done('timeouts raised'))).toBeDefined()
  })

  it('that is refused stays in the dialog, with why', async () => {
    api.server.use(
      http.post(`*${ROUTES.changes}`, () =>
        HttpResponse.json(
          { code: 'forbidden', message: 'Your roles do not allow this.', requestId: 'r' },
          { status: 403 },
        ),
      ),
    )
    show({ record: true })
    const dialog = await screen.findByRole('dialog', { name: words.dialog.title })
    fireEvent.change(within(dialog).getByLabelText(/What was changed/), { target: { value: 'x' } })
    fireEvent.click(within(dialog).getByRole('button', { name: words.dialog.action }))
    expect((await within(dialog).findByRole('alert')).textContent).toContain('Your roles do not allow this.')
  })

  it('is not offered to whoever may not', async () => {
    api.answers.session = walkInSession(['viewer'])
    show()
    await waitFor(() => expect(titles()).toHaveLength(1))
    const button = screen.getByRole('button', { name: words.record })
    expect([button.hasAttribute('disabled'), button.title]).toEqual([true, words.mayNot])
  })
})

describe('where there is nothing to show', () => {
  it('says that nothing was changed, and looks farther back', async () => {
    answer()
    const { search } = show()
    fireEvent.click(await screen.findByRole('button', { name: words.empty.longer }))
    expect(search().range).toBe('30d')
    expect(await screen.findByRole('heading', { name: words.empty.title })).toBeDefined()
    expect(screen.queryByRole('button', { name: words.empty.longer })).toBeNull()
  })

  it('says that the server is away, and asks again', async () => {
    api.isAway = true
    show()
    const alert = await screen.findByRole('alert', undefined, { timeout: 60_000 })
    expect(alert.textContent).toContain(words.failed)
    api.isAway = false
    fireEvent.click(within(alert).getByRole('button', { name: words.retry }))
    await waitFor(() => expect(titles()).toEqual(['api v88 deployed']))
  }, 90_000)

  it('says that these roles do not open it', async () => {
    api.server.use(
      http.get(`*${ROUTES.changes}`, () =>
        HttpResponse.json({ code: 'forbidden', message: 'No.', requestId: 'r' }, { status: 403 }),
      ),
    )
    show()
    expect(await screen.findByRole('heading', { name: /changes of the fleet/ })).toBeDefined()
  })

  it('keeps what it had, with its age, while the server is away', async () => {
    show()
    await waitFor(() => expect(titles()).toHaveLength(1))
    const body = { code: 'bad_request', message: 'Not now.', requestId: 'r' }
    api.server.use(http.get(`*${ROUTES.changes}`, () => HttpResponse.json(body, { status: 400 })))
    fireEvent.change(screen.getByRole('combobox', { name: words.region }), { target: { value: 'us-east-1' } })
    expect(await screen.findByText(/they could not be read since/)).toBeDefined()
    expect(titles()).toEqual(['api v88 deployed'])
  })
})
