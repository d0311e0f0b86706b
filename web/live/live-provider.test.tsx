import { act, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSimulatedFleet } from '#contract/frame-codec/simulated-fleet-fixture.ts'
import { ageOf } from './age-of.ts'
import { createLiveStore } from './create-live-store.ts'
import { LiveProvider } from './live-provider.tsx'
import { useFrame } from './use-frame.ts'
import { useLive, useReconnectNow } from './use-live.ts'
import { useNow } from './use-now.ts'

const NOON = Date.UTC(2026, 10, 22, 12)
const fleet = createSimulatedFleet({ nodes: 2, edges: 3, seed: 4 })

beforeEach(() => {
  vi.useFakeTimers({
    now: NOON,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  })
})
afterEach(() => {
  vi.useRealTimers()
  document.body.replaceChildren()
})

function pass(ms: number): void {
  act(() => vi.advanceTimersByTime(ms))
}

describe('useFrame', () => {
  function Seq({ onRender }: { onRender: () => void }) {
    const frame = useFrame()
    onRender()
    return <output>{frame === null ? 'none' : frame.seq}</output>
  }

  it('shows the newest frame, twice a second at most', () => {
    const store = createLiveStore({ now: NOON })
    const onRender = vi.fn<() => void>()
    render(
      <LiveProvider store={store}>
        <Seq onRender={onRender} />
      </LiveProvider>,
    )
    const output = screen.getByRole('status')
    expect(output.textContent).toBe('none')
    const first = fleet.next()
    act(() => store.setState({ frame: first }))
    expect(output.textContent).toBe(String(first.seq))
    const rendersBefore = onRender.mock.calls.length
    let newest = first
    for (let count = 0; count < 20; count++) {
      newest = fleet.next()
      act(() => store.setState({ frame: newest }))
      pass(50)
    }
    pass(500)
    expect(output.textContent).toBe(String(newest.seq))
    expect(onRender.mock.calls.length - rendersBefore).toBeLessThanOrEqual(3)
  })

  it('does not render for what is no frame', () => {
    const store = createLiveStore({ now: NOON })
    const onRender = vi.fn<() => void>()
    render(
      <LiveProvider store={store}>
        <Seq onRender={onRender} />
      </LiveProvider>,
    )
    const rendersBefore = onRender.mock.calls.length
    act(() => store.setState({ lastHeardAt: NOON, skewMs: 5 }))
    pass(5_000)
    expect(onRender.mock.calls.length).toBe(rendersBefore)
  })

  it('leaves no timer behind', () => {
    const store = createLiveStore({ now: NOON })
    const { unmount } = render(
      <LiveProvider store={store}>
        <Seq onRender={() => undefined} />
      </LiveProvider>,
    )
    act(() => store.setState({ frame: fleet.next() }))
    act(() => store.setState({ frame: fleet.next() }))
    unmount()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('useNow', () => {
  function Age({ observedAt }: { observedAt: number }) {
    return <output>{ageOf(observedAt, useNow())}</output>
  }

  it('goes on second by second though nothing arrives, on the clock of the samples', () => {
    const store = createLiveStore({ now: NOON })
    const frame = { ...fleet.next(), at: NOON - 2_000, worldAt: NOON + 58_000 }
    // The browser is two seconds ahead of the server, the world a minute.
    store.setState({ skewMs: 2_000, frame })
    render(
      <LiveProvider store={store}>
        <Age observedAt={NOON + 58_000} />
      </LiveProvider>,
    )
    const output = screen.getByRole('status')
    expect(output.textContent).toBe('0')
    pass(1_000)
    expect(output.textContent).toBe('1000')
    pass(29_000)
    expect(output.textContent).toBe('30000')
  })

  it('ticks once for all, and not for nobody', () => {
    const store = createLiveStore({ now: NOON })
    const { unmount } = render(
      <LiveProvider store={store}>
        <Age observedAt={NOON} />
        <Age observedAt={NOON} />
      </LiveProvider>,
    )
    expect(vi.getTimerCount()).toBe(1)
    unmount()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('useLive', () => {
  it('renders when its part changes, and only then', () => {
    const store = createLiveStore({ now: NOON })
    const onRender = vi.fn<() => void>()
    function Kind() {
      const kind = useLive((state) => state.stream.kind)
      onRender()
      return <output>{kind}</output>
    }
    render(
      <LiveProvider store={store}>
        <Kind />
      </LiveProvider>,
    )
    const rendersBefore = onRender.mock.calls.length
    act(() => store.setState({ lastHeardAt: NOON }))
    expect(onRender.mock.calls.length).toBe(rendersBefore)
    act(() => store.setState({ stream: { kind: 'live', since: NOON } }))
    expect(screen.getByRole('status').textContent).toBe('live')
  })

  it('gives "try now" of the connection', () => {
    const reconnectNow = vi.fn<() => void>()
    function Retry() {
      const retry = useReconnectNow()
      return <button onClick={retry}>now</button>
    }
    render(
      <LiveProvider store={createLiveStore({ now: NOON })} reconnectNow={reconnectNow}>
        <Retry />
      </LiveProvider>,
    )
    act(() => screen.getByRole('button').click())
    expect(reconnectNow).toHaveBeenCalledOnce()
  })

  it('says what is missing outside of a provider', () => {
    function Lost() {
      return <p>{String(useLive((state) => state.frame))}</p>
    }
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    expect(() => render(<Lost />)).toThrow(/LiveProvider/)
    quiet.mockRestore()
  })
})
