import { useMantineColorScheme } from '@mantine/core'
import { useRouterState } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useLive } from '#web/live/use-live.ts'
import { useReplayControls } from '#web/live/use-replay.ts'
import { keepingMoment } from '#web/urls/urls.ts'
import { nextColorScheme } from '../theme/color-scheme.ts'
import { consoleActionsOf } from './console-actions.ts'
import { paletteEntriesOf, type PaletteEntry } from './palette-entries.ts'
import { Palette } from './palette.tsx'

export interface ConsolePaletteProps {
  open: boolean
  onDialog: (dialog: 'palette' | 'shortcuts' | null) => void
  onGo: (href: string) => void
}

/** The palette with what there is to go to and to run now; fetched when it is first asked for. */
export function ConsolePalette({ open, onDialog, onGo }: ConsolePaletteProps) {
  const roster = useLive((live) => live.roster)
  const href = useRouterState({ select: (state) => state.location.href })
  const replay = useReplayControls()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const entries = useMemo(() => {
    const actions = consoleActionsOf({
      href,
      now: replay.now,
      colorScheme,
      onGo,
      onTheme: () => setColorScheme(nextColorScheme(colorScheme)),
      onShortcuts: () => onDialog('shortcuts'),
    })
    return paletteEntriesOf(roster, actions)
  }, [roster, href, replay, colorScheme, onGo, onDialog, setColorScheme])
  const choose = ({ does }: PaletteEntry) => {
    onDialog(null)
    if (does.kind === 'go') onGo(keepingMoment(does.href, href))
    else if (does.kind === 'leave') location.assign(does.href)
    else does.run()
  }
  return (
    <Palette
      open={open}
      entries={entries}
      rosterKnown={roster !== null}
      onClose={() => onDialog(null)}
      onChoose={choose}
    />
  )
}
