import { createMemoryHistory } from '@tanstack/react-router'
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ANSWERED_AT, calmAnswers, connectedSource } from '#mocks/console-api/answers.ts'
import { createConsoleApi } from '#mocks/console-api/node.ts'
import { createQueryClient } from '#web/api/query-client.ts'
import { createLiveStore, type LiveStore } from '#web/live/create-live-store.ts'
import { setSingleKeysOn } from '#web/ui/single-key-setting.ts'
import { App } from './app.tsx'
import { createConsoleRouter } from './routes.tsx'

const api = createConsoleApi()
beforeAll(() => api.server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => api.server.close())
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: ANSWERED_AT })
  api.answers = calmAnswers()
  api.isAway = false
  api.tried = []
  localStorage.clear()
  setSingleKeysOn(true)
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

function liveStore(): LiveStore {
  const store = createLiveStore({ now: ANSWERED_AT })
  store.setState({
    stream: { kind: 'live', since: ANSWERED_AT },
    lastHeardAt: ANSWERED_AT,
    simulated: true,
    scenario: 'calm',
    sources: [connectedSource()],
    roster: {
      epoch: 'e',
      version: 1,
      regions: [{ id: 'us-east-1', name: 'N. Virginia' }],
      zones: [],
      feeds: [{ source: 'prometheus', region: 'us-east-1', periodMs: 1_000 }],
      businessMetrics: [],
      nodes: [{ region: 'us-east-1', service: 'playback-api', name: 'playback-api', kind: 'service', feed: 0 }],
      edges: [],
    },
  })
  return store
}

async function open(path: string, live = liveStore()) {
  const history = createMemoryHistory({ initialEntries: [path] })
  const reconnectNow = vi.fn<() => void>()
  render(
    <App
      router={createConsoleRouter({ history })}
      queries={createQueryClient()}
      live={live}
      reconnectNow={reconnectNow}
      styleNonce="test"
    />,
  )
  await screen.findByRole('main')
  return { live, reconnectNow, address: () => history.location.href }
}

const press = (key: string, more: KeyboardEventInit = {}) => fireEvent.keyDown(document.body, { key, ...more })

describe('the shell', () => {
  it('says that the world is simulated, who you are, and where', async () => {
    await open('/sources')
    expect(await screen.findByText('Simulated world')).toBeDefined()
    expect(screen.getByText('scenario calm')).toBeDefined()
    expect(await screen.findByRole('button', { name: 'MK You: Min Kim' })).toBeDefined()
    expect(within(screen.getByRole('navigation', { name: 'Where you are' })).getByText('Sources')).toBeDefined()
  })

  it('does not call a real world simulated', async () => {
    const live = liveStore()
    live.setState({ simulated: false, scenario: null })
    await open('/sources', live)
    expect(screen.queryByText('Simulated world')).toBeNull()
  })

  it('links only to what there is', async () => {
    await open('/sources')
    const rail = screen.getByRole('navigation', { name: 'Screens' })
    const links = within(rail).getAllByRole('link')
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      '/',
      '/',
      '/services',
      '/evacuate',
      '/changes',
      '/sources',
      '/api/docs',
    ])
    expect(within(rail).getByRole('link', { name: 'Sources' }).getAttribute('aria-current')).toBe('page')
  })

  it('names the page, and begins with the new screen by keyboard', async () => {
    await open('/nowhere')
    expect(document.title).toBe('Spillway')
    const rail = screen.getByRole('navigation', { name: 'Screens' })
    fireEvent.click(within(rail).getByRole('link', { name: 'Sources' }))
    await screen.findByRole('heading', { level: 1, name: 'Sources' })
    expect(document.title).toBe('Sources · Spillway')
    expect(document.activeElement).toBe(screen.getByRole('main'))
  })

  it('has a way past the navigation', async () => {
    await open('/sources')
    fireEvent.click(screen.getByRole('link', { name: 'Skip to the content' }))
    expect(document.activeElement).toBe(screen.getByRole('main'))
  })

  it('has a designed answer for an address that is none', async () => {
    await open('/nowhere')
    expect(await screen.findByRole('heading', { name: 'There is no such screen' })).toBeDefined()
    expect(screen.getByText(/Nothing lives at \/nowhere/)).toBeDefined()
  })

  it('has nothing that axe finds serious', async () => {
    await open('/sources')
    await screen.findByRole('heading', { name: 'prometheus' })
    vi.useRealTimers()
    const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } })
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  })
})

describe('the stream indicator', () => {
  it('says reconnecting, counts down, and tries again when told', async () => {
    const { live, reconnectNow } = await open('/sources')
    act(() => {
      const reason = 'The server does not answer.'
      live.setState({
        stream: { kind: 'reconnecting', since: ANSWERED_AT, nextAttemptAt: ANSWERED_AT + 9_000, attempt: 3, reason },
      })
    })
    expect(screen.getByRole('group', { name: 'Stream' }).textContent).toBe('Reconnectingin 9 s')
    act(() => void vi.advanceTimersByTime(4_000))
    expect(screen.getByRole('group', { name: 'Stream' }).textContent).toBe('Reconnectingin 5 s')
    expect(screen.getByText('The stream is lost; reconnecting').getAttribute('role')).toBe('status')
    fireEvent.click(screen.getByRole('button', { name: 'Retry now' }))
    expect(reconnectNow).toHaveBeenCalledOnce()
  })
})

describe('the sources screen', () => {
  it('lets every age count while the server is gone, until nothing looks new', async () => {
    const { live } = await open('/sources')
    const rowOf = async (region: string) =>
      (await screen.findByRole('rowheader', { name: region })).closest('tr')?.textContent
    expect(await rowOf('us-east-1')).toContain('live1 s')
    act(() => {
      const reason = 'gone'
      live.setState({ stream: { kind: 'reconnecting', since: ANSWERED_AT, nextAttemptAt: 0, attempt: 1, reason } })
    })
    api.isAway = true
    act(() => void vi.advanceTimersByTime(20_000))
    expect(await rowOf('us-east-1')).toContain('stale21 s')
    act(() => void vi.advanceTimersByTime(400_000))
    expect(await rowOf('us-east-1')).toContain('unknown7 min')
  })

  it('asks a source at once when told, and says so', async () => {
    await open('/sources')
    fireEvent.click(await screen.findByRole('button', { name: 'Try now: prometheus' }))
    expect(await screen.findByText('Asked. What comes back shows here.')).toBeDefined()
    expect(api.tried).toMatchObject([
      { sourceId: 'prometheus', idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    ])
  })

  it('says in words why that could not be done', async () => {
    await open('/sources')
    const button = await screen.findByRole('button', { name: 'Try now: prometheus' })
    api.answers.sources = { sources: [] }
    fireEvent.click(button)
    expect(await screen.findByText(/There is no source "prometheus"/)).toBeDefined()
  })

  it('shows how to begin where nothing is configured', async () => {
    api.answers.sources = { sources: [] }
    const live = liveStore()
    live.setState({ sources: [] })
    await open('/sources', live)
    expect(await screen.findByRole('heading', { name: 'Nothing is read yet' })).toBeDefined()
    expect(screen.getByText(/preset: istio/)).toBeDefined()
  })
})

describe('shortcuts', () => {
  it('lead to a screen by two keys', async () => {
    const { address } = await open('/nowhere')
    press('g')
    press('s')
    await waitFor(() => expect(address()).toBe('/services'))
    press('g')
    press('o')
    await waitFor(() => expect(address()).toBe('/sources'))
  })

  it('rest where they are switched off, but for those with Ctrl', async () => {
    setSingleKeysOn(false)
    const { address } = await open('/nowhere')
    press('g')
    press('s')
    press('?')
    press('/')
    expect(address()).toBe('/nowhere')
    expect(screen.queryByRole('dialog')).toBeNull()
    press('k', { ctrlKey: true })
    expect(await screen.findByRole('combobox')).toBeDefined()
  })

  it('are listed with the switch that turns them off', async () => {
    await open('/sources')
    press('?')
    const dialog = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })
    const toggle = within(dialog).getByRole('switch', { name: /Single-key shortcuts/ })
    fireEvent.click(toggle)
    expect(localStorage.getItem('spillway.single-key-shortcuts')).toBe('off')
  })
})

describe('the palette', () => {
  it('finds a service by typing and goes to it', async () => {
    const { address } = await open('/sources')
    press('k', { ctrlKey: true })
    const field = await screen.findByRole('combobox')
    fireEvent.change(field, { target: { value: 'us-east-1/playback' } })
    const option = await screen.findByRole('option', { name: /playback-api/ })
    await waitFor(() => expect(field.getAttribute('aria-activedescendant')).toBe(option.id))
    expect(option.getAttribute('aria-selected')).toBe('true')
    fireEvent.click(option)
    expect(address()).toBe('/?view=us-east-1&sel=us-east-1/playback-api')
  })

  it('changes the theme', async () => {
    await open('/sources')
    expect(document.documentElement.getAttribute('data-mantine-color-scheme')).toBe('dark')
    press('k', { ctrlKey: true })
    fireEvent.click(await screen.findByRole('option', { name: /Theme: change to light/ }))
    await waitFor(() => expect(document.documentElement.getAttribute('data-mantine-color-scheme')).toBe('light'))
    expect(localStorage.getItem('spillway.color-scheme')).toBe('light')
  })
})
