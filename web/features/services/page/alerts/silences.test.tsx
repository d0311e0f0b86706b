import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { ANSWERED_AT, calmAnswers } from '#mocks/console-api/answers.ts'
import { createConsoleApi } from '#mocks/console-api/node.ts'
import { sickService } from '#mocks/console-api/services-answers.ts'
import { createQueryClient } from '#web/api/query-client.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import { AlertsSection } from './alerts-section.tsx'

const words = servicePageWords.alerts
const HOUR_MS = 3_600_000
const api = createConsoleApi()
beforeAll(() => api.server.listen())
afterAll(() => api.server.close())
beforeEach(() => {
  api.answers = calmAnswers()
  api.isAway = false
  api.serviceActs = []
})
afterEach(cleanup)

function show(whyNot: string | null = null) {
  render(
    <MantineProvider>
      <QueryClientProvider client={createQueryClient()}>
        <AlertsSection detail={sickService(ANSWERED_AT)} isOld={false} whyNot={whyNot} now={ANSWERED_AT} />
      </QueryClientProvider>
    </MantineProvider>,
  )
}

const matcher = (name: string, value: string) => ({ name, value, isRegex: false, isEqual: true })

it('says whom a silence would cover before it is made, by the labels chosen', async () => {
  show()
  const [first] = screen.getAllByRole('button', { name: words.silence })
  if (first !== undefined) fireEvent.click(first)
  const dialog = within(await screen.findByRole('dialog'))
  await dialog.findByText(words.reach(1, 9))
  expect(dialog.getByText('HighErrorShare · PLAYBACK-PROD · us-west-2')).toBeDefined()
  fireEvent.change(dialog.getByRole('textbox'), { target: { value: 'known, being mended' } })
  const silence = dialog.getByRole('button', { name: words.silenceDo })
  fireEvent.click(dialog.getByRole('checkbox', { name: /alertname/ }))
  fireEvent.click(dialog.getByRole('checkbox', { name: /region/ }))
  expect(silence.hasAttribute('disabled')).toBe(true)
  fireEvent.click(dialog.getByRole('checkbox', { name: /region/ }))
  fireEvent.change(dialog.getByRole('combobox'), { target: { value: '4' } })
  expect(dialog.getByText(/^ends .* UTC, in 4 h/)).toBeDefined()
  fireEvent.click(silence)
  await screen.findByText(api.answers.silenceSet.message)
  const [last] = api.serviceActs.slice(-1)
  expect(last?.body).toEqual({
    source: 'alerts',
    matchers: [matcher('region', 'us-east-1')],
    endsAt: ANSWERED_AT + 4 * HOUR_MS,
    comment: 'known, being mended',
  })
})

it('lists the silences that cover alerts of the service, and ends one', async () => {
  api.answers.silences.silences = [
    {
      source: 'alerts',
      id: 's-1',
      matchers: [matcher('region', 'us-east-1')],
      state: 'active',
      startsAt: ANSWERED_AT - HOUR_MS,
      endsAt: ANSWERED_AT + HOUR_MS,
      updatedAt: ANSWERED_AT - HOUR_MS,
      createdBy: 'Min Kim',
      comment: 'known, being mended',
      link: null,
    },
  ]
  show()
  const list = within(await screen.findByRole('list', { name: words.silences }))
  expect(list.getByText('region = us-east-1')).toBeDefined()
  fireEvent.click(list.getByRole('button', { name: words.endNow }))
  await screen.findByText(api.answers.silenceSet.message)
  expect(api.serviceActs.map(({ path }) => path)).toEqual(['/api/v1/silences/s-1'])
})
