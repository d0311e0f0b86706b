import { MantineProvider } from '@mantine/core'
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import type { LiveStore } from '#web/live/create-live-store.ts'
import type { ReplayControls } from '#web/live/create-replay.ts'
import { LiveProvider } from '#web/live/live-provider.tsx'
import type { createConsoleRouter } from './routes.tsx'
import { DEFAULT_COLOR_SCHEME, createColorSchemeStorage } from './theme/color-scheme.ts'
import { kitVariables, theme } from './theme/theme.ts'

export interface AppProps {
  router: ReturnType<typeof createConsoleRouter>
  queries: QueryClient
  live: LiveStore
  /** Without one, there is no past to go back to. */
  replay?: ReplayControls
  /** The moment that is compared with. */
  other?: ReplayControls
  reconnectNow: () => void
  /** Of the page's content policy: the kit's style elements carry it. */
  styleNonce: string
}

const colorSchemeStorage = createColorSchemeStorage()

export function App({ router, queries, live, replay, other, reconnectNow, styleNonce }: AppProps) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={kitVariables}
      defaultColorScheme={DEFAULT_COLOR_SCHEME}
      colorSchemeManager={colorSchemeStorage}
      getStyleNonce={() => styleNonce}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queries}>
        <LiveProvider
          store={live}
          reconnectNow={reconnectNow}
          {...(replay === undefined ? {} : { replay })}
          {...(other === undefined ? {} : { other })}
        >
          <RouterProvider router={router} />
        </LiveProvider>
      </QueryClientProvider>
    </MantineProvider>
  )
}
