import IconArrowRampRight3 from '@tabler/icons-react/dist/esm/icons/IconArrowRampRight3.mjs'
import IconDatabase from '@tabler/icons-react/dist/esm/icons/IconDatabase.mjs'
import IconHistory from '@tabler/icons-react/dist/esm/icons/IconHistory.mjs'
import IconTopologyStar3 from '@tabler/icons-react/dist/esm/icons/IconTopologyStar3.mjs'
import IconWorld from '@tabler/icons-react/dist/esm/icons/IconWorld.mjs'
import { useRouterState } from '@tanstack/react-router'
import { nav } from '#web/messages/en.ts'
import { PATHS, evacuateUrl, servicesUrl, sourcesUrl, trafficUrl } from '#web/urls/urls.ts'
import { Hint } from '#web/ui/hint.tsx'
import classes from './navigation-rail.module.css'
import { RailTools } from './rail-tools.tsx'
import { SpillwayMark } from './spillway-mark.tsx'

const SCREENS = [
  { path: PATHS.traffic, href: trafficUrl(), label: nav.traffic, Icon: IconWorld },
  { path: PATHS.services, href: servicesUrl(), label: nav.services, Icon: IconTopologyStar3 },
  { path: PATHS.evacuate, href: evacuateUrl(), label: nav.evacuate, Icon: IconArrowRampRight3 },
  { path: PATHS.changes, href: PATHS.changes, label: nav.changes, Icon: IconHistory },
  { path: PATHS.sources, href: sourcesUrl(), label: nav.sources, Icon: IconDatabase },
]

/** The screens there are, and a few tools; what does not exist yet is not shown. */
export function NavigationRail({ onShortcuts }: { onShortcuts: () => void }) {
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
                aria-current={isAt(pathname, path) ? 'page' : undefined}
              >
                <Icon size={20} stroke={1.6} aria-hidden />
              </a>
            </Hint>
          </li>
        ))}
      </ul>
      <RailTools onShortcuts={onShortcuts} />
    </nav>
  )
}

/** A screen's own pages lie under it; everything lies under the first. */
function isAt(pathname: string, path: string): boolean {
  return pathname === path || (path !== PATHS.traffic && pathname.startsWith(`${path}/`))
}
