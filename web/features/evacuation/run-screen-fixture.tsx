import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import { expect, vi } from 'vitest'
import { createQueryClient } from '#web/api/query-client.ts'
import { createLiveStore } from '#web/live/create-live-store.ts'
import { LiveProvider } from '#web/live/live-provider.tsx'
import { RunScreen } from './run-screen.tsx'

/** The page of a run, once it knows who is looking; returns where it would lead to. */
export async function renderRunScreen(id: string) {
  const onGo = vi.fn<(href: string) => void>()
  render(
    <MantineProvider>
      <QueryClientProvider client={createQueryClient()}>
        <LiveProvider store={createLiveStore({ now: Date.now() })} reconnectNow={() => {}}>
          <RunScreen id={id} onGo={onGo} />
        </LiveProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
  await screen.findByRole('heading', { level: 1 })
  // Who is looking is known a moment later.
  await waitFor(() => expect(screen.queryByText('it is not known yet who you are')).toBeNull())
  return onGo
}
