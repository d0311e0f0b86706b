import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { Suspense, lazy, type ReactNode } from 'react'
import { sessionQuery } from '#web/api/session.ts'
import { PATHS } from '#web/urls/urls.ts'
import { SpillwayMark } from './shell/spillway-mark.tsx'

const SignIn = lazy(() =>
  import('#web/features/access/sign-in-screen.tsx').then(({ SignInScreen }) => ({ default: SignInScreen })),
)

/**
 * The console for whoever is somebody; the sign-in page for whoever is not. While it is not known, and when the server
 * cannot be asked, the console stays: an old picture is worth more than none.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const { data } = useQuery(sessionQuery())
  const isAsked = useRouterState({ select: ({ location }) => location.pathname === PATHS.signIn })
  const href = useRouterState({ select: ({ location }) => location.href })
  if (!isAsked && data?.signedIn !== null) return children
  const returnTo = isAsked ? PATHS.traffic : href
  return (
    <Suspense fallback={null}>
      {/* A whole new page, so that the stream too is followed as who one is now. */}
      <SignIn mark={<SpillwayMark />} returnTo={returnTo} onSignedIn={() => location.assign(returnTo)} />
    </Suspense>
  )
}
