import { createServer, type Server } from 'node:http'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ErrorBody } from '#contract/error.ts'
import { PutPositions, type Positions } from '#contract/positions.ts'
import { usePlaces, type ViewPlaces } from './use-places.ts'

/** A server that keeps what it is given, as the real one does, and may refuse for a while. */
interface Keeper {
  origin: string
  stored: Positions
  puts: number
  refuses: boolean
  /** How long the next answer to a question takes, ms. */
  slowMs: number
  /** What happens between somebody's reading and saving. */
  beforePut: () => void
  save(nodes: Positions['nodes']): void
  close(): void
}

async function openKeeper(nodes: Positions['nodes'] = []): Promise<Keeper> {
  const keeper: Keeper = {
    origin: '',
    stored: { view: 'us-east-1', updatedAt: null, revision: 'r0', nodes },
    puts: 0,
    refuses: false,
    slowMs: 0,
    beforePut: () => {},
    save(saved) {
      const revision = `r${Number(keeper.stored.revision.slice(1)) + 1}`
      keeper.stored = { ...keeper.stored, updatedAt: 1, revision, nodes: saved }
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => (body += part))
    request.on('end', () => {
      if (request.method === 'PUT' && keeper.refuses) {
        response.writeHead(503).end('{}')
        return
      }
      if (request.method === 'PUT') {
        expect(request.headers['idempotency-key']).toMatch(/\S/)
        const put = PutPositions.parse(JSON.parse(body))
        keeper.beforePut()
        if (put.revision !== keeper.stored.revision) {
          const refusal: ErrorBody = { code: 'conflict', message: 'Others were quicker.', requestId: 'test' }
          response.writeHead(409).end(JSON.stringify(refusal))
          return
        }
        keeper.puts += 1
        keeper.save(put.nodes)
      }
      const { slowMs } = keeper
      keeper.slowMs = 0
      const answer = JSON.stringify(keeper.stored)
      setTimeout(() => response.end(answer), slowMs)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  keeper.origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  return keeper
}

const LAYOUT = {
  nodes: ['internet', 'proxy', 'api', 'db'].map((id) => ({ id, entry: id === 'internet', leaf: id === 'db' })),
  edges: [
    { source: 'internet', target: 'proxy' },
    { source: 'proxy', target: 'api' },
    { source: 'api', target: 'db' },
  ],
  aspect: 1.6,
}

function show(): { now: () => ViewPlaces } {
  const queries = new QueryClient()
  const { result } = renderHook(() => usePlaces({ view: 'us-east-1', layout: LAYOUT }), {
    wrapper: ({ children }) => <QueryClientProvider client={queries}>{children}</QueryClientProvider>,
  })
  return { now: () => result.current }
}

let keeper: Keeper
beforeEach(async () => {
  keeper = await openKeeper()
  visit(keeper.origin)
})
afterEach(() => {
  cleanup()
  keeper.close()
})

/** The page’s address: requests are relative to it. */
function visit(origin: string): void {
  const page: { setURL(url: string): void } = Reflect.get(window, 'happyDOM')
  page.setURL(`${origin}/`)
}

const savedPlace = (id: string) => keeper.stored.nodes.find(({ node }) => node === id)

describe('places of a view', () => {
  it('are found and saved when nobody has any, and are the same for the next who looks', async () => {
    const first = show()
    await waitFor(() => expect(first.now().places?.size).toBe(4))
    await waitFor(() => expect(keeper.stored.nodes).toHaveLength(4), { timeout: 3_000 })
    const places = first.now().places
    cleanup()
    const second = show()
    await waitFor(() => expect(second.now().places).toEqual(places))
  })

  it('are those that somebody has chosen, and newcomers take free ones', async () => {
    keeper.stored.nodes = ['internet', 'proxy', 'api'].map((node, row) => ({ node, x: row * 500, y: -300 }))
    const shown = show()
    await waitFor(() => expect(shown.now().places?.get('api')).toEqual({ x: 1_000, y: -300 }))
    expect(shown.now().places?.has('db')).toBe(true)
    await waitFor(() => expect(savedPlace('db')).toBeDefined(), { timeout: 3_000 })
    expect(savedPlace('api')).toEqual({ node: 'api', x: 1_000, y: -300 })
  })

  it('are everybody’s in the end where the server was too slow for the first picture', async () => {
    keeper.stored.nodes = ['internet', 'proxy', 'api', 'db'].map((node, row) => ({ node, x: row * 500, y: -300 }))
    keeper.slowMs = 3_000
    const shown = show()
    await waitFor(() => expect(shown.now().places?.size).toBe(4), { timeout: 3_000 })
    expect(shown.now().places?.get('api')).not.toEqual({ x: 1_000, y: -300 })
    await waitFor(() => expect(shown.now().places?.get('api')).toEqual({ x: 1_000, y: -300 }), { timeout: 6_000 })
    expect(keeper.puts).toBe(0)
  }, 20_000)

  it('change by hand, and keep what others have moved meanwhile', async () => {
    const shown = show()
    await waitFor(() => expect(keeper.puts).toBe(1), { timeout: 3_000 })
    const before = shown.now().places?.get('api') ?? { x: NaN, y: NaN }
    keeper.stored.nodes = keeper.stored.nodes.map((one) => (one.node === 'db' ? { ...one, y: 777 } : one))
    act(() => shown.now().moveBy('api', { x: 33, y: -7 }))
    await waitFor(() => expect(keeper.puts).toBe(2), { timeout: 3_000 })
    expect(savedPlace('api')).toEqual({ node: 'api', x: before.x + 33, y: before.y - 7 })
    await waitFor(() => expect(shown.now().places?.get('db')?.y).toBe(777))
    act(() => shown.now().undo())
    await waitFor(() => expect(shown.now().places?.get('api')).toEqual(before))
    await waitFor(() => expect(savedPlace('api')).toMatchObject(before), { timeout: 3_000 })
  })

  it('are moved again in what somebody else has saved between the reading and the saving', async () => {
    const shown = show()
    await waitFor(() => expect(keeper.puts).toBe(1), { timeout: 3_000 })
    const before = shown.now().places?.get('api') ?? { x: NaN, y: NaN }
    keeper.beforePut = () => {
      keeper.beforePut = () => {}
      keeper.save(keeper.stored.nodes.map((one) => (one.node === 'db' ? { ...one, x: 4_242 } : one)))
    }
    act(() => shown.now().moveBy('api', { x: 33, y: -7 }))
    await waitFor(() => expect(keeper.puts).toBe(2), { timeout: 3_000 })
    expect(savedPlace('api')).toEqual({ node: 'api', x: before.x + 33, y: before.y - 7 })
    expect(savedPlace('db')?.x).toBe(4_242)
    await waitFor(() => expect(shown.now().places?.get('db')?.x).toBe(4_242))
    expect(shown.now().saving.kind).toBe('fine')
  })

  it('are laid out anew for everybody, and come back', async () => {
    keeper.stored.nodes = LAYOUT.nodes.map(({ id }, row) => ({ node: id, x: row * 900, y: 5 }))
    const shown = show()
    await waitFor(() => expect(shown.now().places?.get('db')?.x).toBe(2_700))
    act(() => shown.now().reset())
    await waitFor(() => expect(shown.now().lastChange).toBe('reset'))
    await waitFor(() => expect(savedPlace('db')?.x).toBeLessThan(2_700), { timeout: 3_000 })
    act(() => shown.now().undo())
    await waitFor(() => expect(savedPlace('db')?.x).toBe(2_700), { timeout: 3_000 })
  })

  it('say that they are not saved yet, and are saved when that is possible again', async () => {
    const shown = show()
    await waitFor(() => expect(keeper.puts).toBe(1), { timeout: 3_000 })
    keeper.refuses = true
    act(() => shown.now().moveBy('api', { x: 10, y: 0 }))
    await waitFor(() => expect(shown.now().saving.kind).toBe('retrying'), { timeout: 3_000 })
    keeper.refuses = false
    await waitFor(() => expect(shown.now().saving.kind).toBe('fine'), { timeout: 6_000 })
    expect(keeper.puts).toBe(2)
  }, 12_000)

  it('are found without the server, and nothing is saved unasked', async () => {
    keeper.close()
    const shown = show()
    await waitFor(() => expect(shown.now().places?.size).toBe(4), { timeout: 4_000 })
    expect(shown.now().saving.kind).toBe('fine')
    expect(keeper.puts).toBe(0)
  })
})
