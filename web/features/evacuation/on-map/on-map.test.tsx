import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { calmAnswers } from '#mocks/console-api/answers.ts'
import { RUN_ID, runIn, sickEvacuations, tightWhatIf } from '#mocks/console-api/evacuation-answers.ts'
import { createConsoleApi } from '#mocks/console-api/node.ts'
import { createQueryClient } from '#web/api/query-client.ts'
import { createLiveStore } from '#web/live/create-live-store.ts'
import { LiveProvider } from '#web/live/live-provider.tsx'
import { Foretell } from './foretell.tsx'
import { NowNote } from './now-note.tsx'
import { RegionNote } from './region-note.tsx'
import { RegionSection } from './region-section.tsx'
import { WhatIfBand } from './what-if-band.tsx'

const api = createConsoleApi()
beforeAll(() => api.server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => api.server.close())
beforeEach(() => {
  api.answers = calmAnswers()
})
afterEach(cleanup)

function show(children: ReactNode) {
  render(
    <MantineProvider>
      <QueryClientProvider client={createQueryClient()}>
        <LiveProvider store={createLiveStore({ now: Date.now() })} reconnectNow={() => {}}>
          {children}
        </LiveProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
}

function shortWhatIf() {
  const whatIf = tightWhatIf(Date.now())
  const regions = whatIf.prediction.regions.map((load) =>
    load.region === 'us-west-2'
      ? { ...load, afterRequestsPerSecond: 572_000, saturating: [{ service: 'license-db', utilisation: 0.98 }] }
      : load,
  )
  const firstToSaturate = { region: 'us-west-2', service: 'license-db', atShare: 0.83 }
  return { ...whatIf, prediction: { ...whatIf.prediction, regions, firstToSaturate } }
}

it('says the verdict under a region, and nothing of what if until it is asked', async () => {
  show(<RegionNote region="us-east-1" evacuate={undefined} />)
  expect(await screen.findByText('Sick')).toBeDefined()
  expect(screen.queryByText(/then/)).toBeNull()
})

it('says what a savior would carry, and what saturates first in it', async () => {
  api.answers.whatIf = shortWhatIf()
  show(<RegionNote region="us-west-2" evacuate="us-east-1" />)
  expect(await screen.findByText('then 572 k requests/s · 110 % of safe')).toBeDefined()
  expect(screen.getByText('license-db saturates first, at 83 % of the way')).toBeDefined()
})

it('draws nothing as if where it cannot be planned', async () => {
  api.answers.whatIf = { ...shortWhatIf(), refused: ['no plane answers'] }
  show(
    <>
      <RegionNote region="us-west-2" evacuate="us-east-1" />
      <WhatIfBand region="us-east-1" asItIs="/" />
    </>,
  )
  expect(await screen.findByText('No plane answers.')).toBeDefined()
  expect(screen.queryByText(/^then/)).toBeNull()
})

it('tells the map which services would saturate, and which first; nothing where it cannot be planned', async () => {
  api.answers.whatIf = shortWhatIf()
  const told: (readonly [string, number, number | null][] | null)[] = []
  const listen = (foretold: Parameters<Parameters<typeof Foretell>[0]['onForetold']>[0]) =>
    void told.push(
      foretold === null
        ? null
        : [...foretold].map(([id, { utilisation, firstAtShare }]) => [id, utilisation, firstAtShare]),
    )
  show(<Foretell region="us-east-1" onForetold={listen} />)
  await waitFor(() => expect(told.at(-1)).toEqual([['us-west-2/license-db', 0.98, 0.83]]))
  cleanup()
  expect(told.at(-1)).toBeNull()
  api.answers.whatIf = { ...shortWhatIf(), refused: ['no plane answers'] }
  show(
    <>
      <Foretell region="us-east-1" onForetold={listen} />
      <WhatIfBand region="us-east-1" asItIs="/" />
    </>,
  )
  await screen.findByText('No plane answers.')
  expect(told.at(-1)).toBeNull()
})

it('leads from the band to where it can be done, and back to how things are', async () => {
  show(<WhatIfBand region="us-east-1" asItIs="/?map=geographic" />)
  expect(await screen.findByText('Tight')).toBeDefined()
  const href = (name: string) => screen.getByRole('link', { name }).getAttribute('href')
  expect(href('Plan it in Evacuate')).toBe('/evacuate?region=us-east-1')
  expect(href('Back to how things are')).toBe('/?map=geographic')
})

it('unfolds the evidence in a region’s panel, with its run and what would saturate', async () => {
  api.answers.whatIf = shortWhatIf()
  api.answers.evacuations = { ...sickEvacuations(Date.now()), open: [runIn('running', Date.now())] }
  show(
    <>
      <RegionSection region="us-east-1" evacuate={undefined} />
      <RegionSection region="us-west-2" evacuate="us-east-1" />
    </>,
  )
  expect(await screen.findByText('31 % of 240 probes from 3 networks fail.')).toBeDefined()
  expect(screen.getByRole('link', { name: 'Its run under way' }).getAttribute('href')).toBe(`/evacuate/${RUN_ID}`)
  const service = await screen.findByRole('link', { name: 'license-db' })
  expect(service.getAttribute('href')).toBe('/?view=us-west-2&sel=us-west-2/license-db&evacuate=us-east-1')
})

it('says under what matters now what leaving would do, or the run under way', async () => {
  show(<NowNote />)
  expect(await screen.findByText('Tight')).toBeDefined()
  expect(screen.getByText('Each minute of waiting costs about 120 k customer minutes')).toBeDefined()
  cleanup()
  api.answers.evacuations = { ...sickEvacuations(Date.now()), open: [runIn('paused', Date.now())] }
  show(<NowNote />)
  expect(await screen.findByText('Evacuating us-east-1: paused')).toBeDefined()
  expect(screen.queryByText('Tight')).toBeNull()
})
