import { CatchBoundary, useRouter } from '@tanstack/react-router'
import { Suspense, lazy, useState, type MouseEvent, type ReactNode } from 'react'
import { nav } from '#web/messages/en.ts'
import { useStepUpAsked } from '#web/api/step-up.ts'
import { useShortcuts } from '#web/ui/use-shortcuts.ts'
import { changesUrl, evacuateUrl, servicesUrl, sourcesUrl, trafficUrl } from '#web/urls/urls.ts'
import { KioskBar } from '../kiosk/kiosk-bar.tsx'
import { useKiosk } from '../kiosk/use-kiosk.ts'
import { PartMissing } from '../errors/part-missing.tsx'
import { useNoticesNeeded } from '../notices/notify.ts'
import { NavigationRail } from './navigation-rail.tsx'
import classes from './shell.module.css'
import { TopBar } from './top-bar.tsx'
import { useFocusOnNewScreen } from './use-focus-on-new-screen.ts'
import { useInternalLinks } from './use-internal-links.ts'

const loadPalette = () => import('../palette/console-palette.tsx').then((part) => ({ default: part.ConsolePalette }))
const loadShortcuts = () =>
  import('../shortcuts/shortcuts-sheet.tsx').then(({ ShortcutsSheet }) => ({ default: ShortcutsSheet }))
const Notices = lazy(() => import('../notices/notices.tsx').then(({ Notices: Host }) => ({ default: Host })))
const StepUpDialog = lazy(() =>
  import('#web/features/access/step-up-dialog.tsx').then((part) => ({ default: part.StepUpDialog })),
)
const ConsolePalette = lazy(loadPalette)
const ShortcutsSheet = lazy(loadShortcuts)

type Dialog = 'palette' | 'shortcuts' | null

/** What stands around every screen. */
export function Shell({ children }: { children: ReactNode }) {
  const [dialog, setDialog] = useState<Dialog>(null)
  const router = useRouter()
  const kiosk = useKiosk()
  useInternalLinks()
  const main = useFocusOnNewScreen()
  const go = (href: string) => router.history.push(href)
  const skip = (event: MouseEvent) => {
    event.preventDefault()
    main.current?.focus()
  }
  useShortcuts([
    { keys: 'mod+k', run: () => setDialog(dialog === 'palette' ? null : 'palette') },
    { keys: '/', run: () => setDialog('palette') },
    { keys: '?', run: () => setDialog('shortcuts') },
    { keys: 'g t', run: () => go(trafficUrl()) },
    { keys: 'g e', run: () => go(evacuateUrl()) },
    { keys: 'g s', run: () => go(servicesUrl()) },
    { keys: 'g c', run: () => go(changesUrl()) },
    { keys: 'g o', run: () => go(sourcesUrl()) },
  ])
  return (
    <div className={classes.shell} data-kiosk={kiosk.on || undefined}>
      <a className={classes.skip} href="#main" onClick={skip}>
        {nav.skip}
      </a>
      {kiosk.on ? (
        <KioskBar rotationMs={kiosk.rotationMs} />
      ) : (
        <>
          <NavigationRail onShortcuts={() => setDialog('shortcuts')} />
          <TopBar onSearch={() => setDialog('palette')} onApproachSearch={() => void loadPalette().catch(() => {})} />
        </>
      )}
      <main id="main" ref={main} className={classes.main} tabIndex={-1}>
        {children}
      </main>
      <CatchBoundary getResetKey={() => dialog ?? ''} errorComponent={PartMissing}>
        <Dialogs dialog={dialog} onDialog={setDialog} onGo={go} />
      </CatchBoundary>
    </div>
  )
}

interface DialogsProps {
  dialog: Dialog
  onDialog: (dialog: Dialog) => void
  onGo: (href: string) => void
}

/** Loaded when first asked for, and kept, so that closing may be seen and focus goes back where it came from. */
function Dialogs({ dialog, onDialog, onGo }: DialogsProps) {
  const [asked, setAsked] = useState<ReadonlySet<Dialog>>(new Set())
  if (dialog !== null && !asked.has(dialog)) setAsked(new Set([...asked, dialog]))
  const noticesNeeded = useNoticesNeeded()
  const stepUp = useStepUpAsked()
  const close = () => onDialog(null)
  return (
    <Suspense fallback={null}>
      {noticesNeeded && <Notices />}
      {stepUp !== null && <StepUpDialog asked={stepUp} />}
      {asked.has('palette') && <ConsolePalette open={dialog === 'palette'} onDialog={onDialog} onGo={onGo} />}
      {asked.has('shortcuts') && <ShortcutsSheet open={dialog === 'shortcuts'} onClose={close} />}
    </Suspense>
  )
}
