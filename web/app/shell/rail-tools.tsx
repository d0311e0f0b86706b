import { UnstyledButton, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import IconApi from '@tabler/icons-react/dist/esm/icons/IconApi.mjs'
import IconDeviceDesktop from '@tabler/icons-react/dist/esm/icons/IconDeviceDesktop.mjs'
import IconKeyboard from '@tabler/icons-react/dist/esm/icons/IconKeyboard.mjs'
import IconMoon from '@tabler/icons-react/dist/esm/icons/IconMoon.mjs'
import IconSun from '@tabler/icons-react/dist/esm/icons/IconSun.mjs'
import { actions, nav } from '#web/messages/en.ts'
import { Hint } from '#web/ui/hint.tsx'
import { apiPageUrl } from '#web/urls/urls.ts'
import { nextColorScheme } from '../theme/color-scheme.ts'
import classes from './navigation-rail.module.css'

const THEME_ICON: Record<MantineColorScheme, typeof IconSun> = {
  dark: IconMoon,
  light: IconSun,
  auto: IconDeviceDesktop,
}

/** What is not a screen: the API's page, the keyboard's shortcuts, the theme. */
export function RailTools({ onShortcuts }: { onShortcuts: () => void }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const ThemeIcon = THEME_ICON[colorScheme]
  return (
    <div className={classes.tools}>
      <Hint text={`${nav.apiPage}: ${nav.apiPageHint}`} side="right">
        <a className={classes.item} href={apiPageUrl()} aria-label={nav.apiPage}>
          <IconApi size={20} stroke={1.6} aria-hidden />
        </a>
      </Hint>
      <Hint text={actions.shortcuts} side="right">
        <UnstyledButton
          className={classes.item}
          onClick={onShortcuts}
          aria-label={actions.shortcuts}
          aria-haspopup="dialog"
        >
          <IconKeyboard size={20} stroke={1.6} aria-hidden />
        </UnstyledButton>
      </Hint>
      <Hint text={actions.theme[colorScheme]} side="right">
        <UnstyledButton
          className={classes.item}
          onClick={() => setColorScheme(nextColorScheme(colorScheme))}
          aria-label={actions.theme[colorScheme]}
        >
          <ThemeIcon size={20} stroke={1.6} aria-hidden />
        </UnstyledButton>
      </Hint>
    </div>
  )
}
