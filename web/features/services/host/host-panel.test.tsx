import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ErrorBody } from '#contract/error.ts'
import type { HostMetrics } from '#contract/services/host.ts'
import { createQueryClient } from '#web/api/query-client.ts'
import { createLiveStore } from '#web/live/create-live-store.ts'
import { LiveProvider } from '#web/live/live-provider.tsx'
import { hostWords as words } from '#web/messages/host-en.ts'
import { HOST_NOW, hostFixture } from './host-fixture.ts'
import { HostPanel } from './host-panel.tsx'

const server = setupServer()
const asked: URL[] = []
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => server.close())
afterEach(() => {
  cleanup()
  server.resetHandlers()
  asked.length = 0
})

/** Answers one after the other; the last goes on. */
function answerWith(...answers: readonly (HostMetrics | { status: number; body: ErrorBody })[]): void {
  let turn = 0
  server.use(
    http.get('*/api/v1/hosts/us-east-1/i-1', ({ request }) => {
      asked.push(new URL(request.url))
      const answer = answers[Math.min(turn, answers.length - 1)]
      turn += 1
      if (answer === undefined) return HttpResponse.error()
      return 'status' in answer ? HttpResponse.json(answer.body, { status: answer.status }) : HttpResponse.json(answer)
    }),
  )
}

function show(now = HOST_NOW + 400): void {
  render(
    <QueryClientProvider client={createQueryClient()}>
      <MantineProvider>
        <LiveProvider store={createLiveStore({ now })} clock={{ now: () => now }}>
          <HostPanel region="us-east-1" instance="i-1" />
        </LiveProvider>
      </MantineProvider>
    </QueryClientProvider>,
  )
}

async function wordsOf(title: string): Promise<string> {
  const figure = await screen.findByRole('figure', { name: title })
  return figure.textContent ?? ''
}

const NOTHING: Partial<HostMetrics> = { at: [], series: [], observedAt: null, receivedAt: null, skewMs: null }

describe('a host that answers', () => {
  it('is told in charts, each with its unit, in words as well', async () => {
    answerWith(hostFixture())
    show()
    expect(await wordsOf(words.cpu)).toContain('busy: 40.0 % at the end')
    expect(await wordsOf(words.queue)).toContain('running or waiting: 5 at the end')
    expect(await wordsOf('Memory, GiB')).toContain('used: 8 GiB at the end')
    expect(await wordsOf('Disk nvme0n1, MiB/s')).toContain('written: 2 MiB/s at the end')
    expect(await wordsOf('Disk nvme0n1, MiB/s')).toContain('busy 25.0 %')
    expect(await wordsOf('Network eth0, MiB/s')).toContain('out: 4 MiB/s at the end')
    expect(screen.getByText('2 cores · 16 GiB of memory · by hosts')).toBeTruthy()
    expect(screen.getByText(words.idle(['lo']))).toBeTruthy()
    expect(screen.getByText('live 0 s')).toBeTruthy()
  })

  it('shows each core, in the order of their numbers', async () => {
    const { series } = hostFixture()
    const [first] = series
    if (first === undefined) throw new Error('the fixture has no columns')
    answerWith(hostFixture({ series: [{ ...first, of: 'cpu10' }, { ...first, of: 'cpu2' }, ...series] }))
    show()
    const strip = await screen.findByRole('figure', { name: words.perCore })
    const rows = [...strip.querySelectorAll('tbody tr')].map((row) => row.textContent)
    expect(rows).toEqual(['cpu040.0 %40.0 %', 'cpu180.0 %80.0 %', 'cpu240.0 %40.0 %', 'cpu1040.0 %40.0 %'])
  })

  it('says what it does not tell, and draws no empty chart of it', async () => {
    const { series } = hostFixture()
    const untold = ['runQueue', 'load1', 'load5', 'load15'] as const
    const without = series.filter(({ measure }) => !untold.some((one) => one === measure))
    answerWith(hostFixture({ untold: [...untold], series: without }))
    show()
    expect(await screen.findByText(/does not tell its run queue, load over 1 min/)).toBeTruthy()
    expect(screen.queryByRole('figure', { name: words.queue })).toBeNull()
  })

  it('whose clock goes wrong says so, and is as old as its arrival', async () => {
    answerWith(hostFixture({ skewMs: 90_000, observedAt: HOST_NOW + 90_000 }))
    show()
    expect(await screen.findByText(words.clock(90))).toBeTruthy()
    expect(screen.getByText('live 0 s')).toBeTruthy()
  })

  it('is asked only for what is new', async () => {
    const first = hostFixture()
    const next = HOST_NOW + 1_000
    const one = first.series.map((series) => ({ ...series, values: series.values.slice(-1) }))
    answerWith(first, hostFixture({ at: [next], series: one, observedAt: next, receivedAt: next }))
    show()
    await wordsOf(words.cpu)
    await expect.poll(() => asked.length, { timeout: 10_000 }).toBeGreaterThan(1)
    expect(asked.map((url) => url.searchParams.get('since')).slice(0, 2)).toEqual([null, String(HOST_NOW)])
  })
})

describe('a host that does not', () => {
  it('is being asked at first', async () => {
    answerWith(hostFixture({ ...NOTHING, state: 'connecting' }))
    show()
    expect(await screen.findByText(words.asking)).toBeTruthy()
  })

  it('keeps what was known, marked as old', async () => {
    answerWith(
      hostFixture({ state: 'unreachable', problem: 'It refuses connections.', nextAttemptAt: HOST_NOW + 65_000 }),
    )
    show(HOST_NOW + 60_000)
    expect(await wordsOf(words.cpu)).toContain('2 stretches are unknown')
    expect(screen.getByText(/It refuses connections\./)).toBeTruthy()
    expect(screen.getByText(words.againIn(5))).toBeTruthy()
    expect(screen.getByText('stale 60 s')).toBeTruthy()
    // What is a minute old is no value of now.
    expect(screen.queryByText(/^busy \d/)).toBeNull()
  })

  it.each([
    ['unreachable', words.unreachable],
    ['forbidden', words.notAsked.forbidden],
    ['full', words.notAsked.full],
    ['untold', words.notAsked.untold],
  ] as const)('and is %s says so and why', async (state, title) => {
    answerWith(hostFixture({ ...NOTHING, state, problem: 'Because of something.' }))
    show()
    expect(await screen.findByRole('heading', { name: title })).toBeTruthy()
    expect(screen.getByText(/Because of something\./)).toBeTruthy()
  })

  it('exist is said of it', async () => {
    const body = { code: 'not_found', message: 'No registry tells of it.', requestId: 'r' } as const
    answerWith({ status: 404, body })
    show()
    expect(await screen.findByRole('heading', { name: words.unknown })).toBeTruthy()
  })
})
