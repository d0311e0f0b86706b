import { nav } from '#web/messages/en.ts'
import classes from './breadcrumb.module.css'

export interface Crumb {
  label: string
  /** Where it leads; absent for where you are. */
  href?: string
}

export function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav className={classes.breadcrumb} aria-label={nav.breadcrumb}>
      <ol className={classes.list}>
        {crumbs.map(({ label, href }, index) => {
          const here = index === crumbs.length - 1
          return (
            <li key={`${index}-${label}`} className={classes.crumb} data-here={here || undefined}>
              {here || href === undefined ? (
                <span aria-current={here ? 'page' : undefined}>{label}</span>
              ) : (
                <a className={classes.link} href={href}>
                  {label}
                </a>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
