import type { ServiceDetail } from '#contract/services/service.ts'
import { servicePageWords as words } from '#web/messages/service-page-en.ts'
import { servicesUrl, trafficUrl } from '#web/urls/urls.ts'
import { nodeIdOf } from '#contract/ids.ts'
import type { RegionPicture } from './facts/region-picture.ts'
import classes from './service-header.module.css'
import page from './page.module.css'

export interface ServiceHeaderProps {
  name: string
  pictures: readonly RegionPicture[]
  detail: ServiceDetail | undefined
}

/** Whose it is, and the ways out of here. */
export function ServiceHeader({ name, pictures, detail }: ServiceHeaderProps) {
  const [first] = pictures
  const owner = detail?.ownership ?? null
  const team = owner?.team ?? first?.node.owner ?? null
  const about = [
    ...(first === undefined || first.node.kind === 'service' ? [] : [first.node.kind]),
    ...(owner?.tier === null || owner === null ? [] : [words.tier(owner.tier)]),
    ...(team === null ? (detail === undefined ? [] : [words.nobodyOwns]) : [words.owner(team)]),
    ...(owner?.onCall === null || owner === null ? [] : [words.onCall(owner.onCall)]),
  ]
  return (
    <header className={classes.header}>
      <div className={classes.title}>
        <a className={classes.back} href={servicesUrl()}>
          ← {words.back}
        </a>
        <h1>{owner?.title ?? name}</h1>
        {owner?.title !== null && owner !== null && owner.title !== name && <span className={page.quiet}>{name}</span>}
        <span className={page.quiet}>{about.join(' · ')}</span>
      </div>
      <nav className={classes.ways} aria-label={words.sections.owner}>
        {owner?.links.slice(0, MOST_LINKS).map(({ kind, title, url }) => (
          <a key={url} className={page.out} href={url} target="_blank" rel="noreferrer" title={title}>
            {words.links[kind]} ↗
          </a>
        ))}
        {pictures.map(({ node }) => (
          <a key={node.region} className={page.out} href={trafficUrl({ view: node.region, sel: nodeIdOf(node) })}>
            {words.onMap(node.region)}
          </a>
        ))}
      </nav>
    </header>
  )
}

const MOST_LINKS = 4
