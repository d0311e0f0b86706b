import IconApi from '@tabler/icons-react/dist/esm/icons/IconApi.mjs'
import IconDatabase from '@tabler/icons-react/dist/esm/icons/IconDatabase.mjs'
import IconWorld from '@tabler/icons-react/dist/esm/icons/IconWorld.mjs'
import { useRouterState } from '@tanstack/react-router'
import { nav } from '#web/messages/en.ts'
import { PATHS, apiPageUrl, sourcesUrl, trafficUrl } from '#web/urls/urls.ts'
import { Hint } from '#web/ui/hint.tsx'
import classes from './navigation-rail.module.css'
import { SpillwayMark } from './spillway-mark.tsx'

const SCREENS = [
  { path: PATHS.traffic, href: trafficUrl(), label: nav.traffic, Icon: IconWorld },
  { path: PATHS.sources, href: sourcesUrl(), label: nav.sources, Icon: IconDatabase },
]

/** The screens there are, and the API's page; what does not exist yet is not shown. */
export function NavigationRail() {
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  return (
    <nav className={classes.rail} aria-label={nav.label}>
      <a className={classes.mark} href={trafficUrl()} aria-label={nav.product}>
        <SpillwayMark />
      </a>
      <ul className={classes.list}>
        {SCREENS.map(({ path, href, label, Icon }) => (
          <li key={path}>
            <Hint text={label} side="right">
              <a
                className={classes.item}
                href={href}
                aria-label={label}
                aria-current={pathname === path ? 'page' : undefined}
              >
                <Icon size={20} stroke={1.6} aria-hidden />
              </a>
            </Hint>
          </li>
        ))}
      </ul>
      <div className={classes.bottom}>
        <Hint text={`${nav.apiPage}: ${nav.apiPageHint}`} side="right">
          <a className={classes.item} href={apiPageUrl()} aria-label={nav.apiPage}>
            <IconApi size={20} stroke={1.6} aria-hidden />
          </a>
        </Hint>
      </div>
    </nav>
  )
}
