import type { FreshnessRule } from '#contract/freshness.ts'
import type { ServiceDetail } from '#contract/services/service.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { periodText } from '#web/messages/format.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import { servicesWords } from '#web/messages/services-en.ts'
import { sourcesUrl } from '#web/urls/urls.ts'
import { FreshnessLabel } from '#web/ui/freshness-label.tsx'
import { judgeFeeds } from '../../parts/fact-feeds.tsx'
import type { RegionPicture } from '../facts/region-picture.ts'
import page from '../page.module.css'

export interface AboutSectionProps {
  fleet: Fleet
  detail: ServiceDetail | undefined
  pictures: readonly RegionPicture[]
  rule: FreshnessRule
}

const words = servicePageWords.names

/** Which system told what, how old that is, and under which names. */
export function AboutSection({ fleet, detail, pictures, rule }: AboutSectionProps) {
  const judged = judgeFeeds(detail?.feeds ?? [], fleet.worldNow, rule).filter(({ feed }) => feed.tells !== 'traffic')
  return (
    <div className={page.columns}>
      <section>
        <h3 className={page.label}>{words.freshness}</h3>
        <table className={page.table} aria-label={words.freshness}>
          <thead>
            <tr>
              <th scope="col">{words.tells}</th>
              <th scope="col" data-left>
                {words.source}
              </th>
              <th scope="col">{words.every}</th>
              <th scope="col">{words.age}</th>
            </tr>
          </thead>
          <tbody>
            {pictures.map(({ region, node, traffic }) => {
              const feed = fleet.roster.feeds[node.feed]
              return (
                <tr key={region}>
                  <th scope="row">{words.traffic(region)}</th>
                  <td data-left>{feed?.source}</td>
                  <td>{feed === undefined ? '' : periodText(feed.periodMs)}</td>
                  <td>
                    <FreshnessLabel
                      state={traffic.freshness}
                      ageMs={Number.isNaN(traffic.ageMs) ? null : traffic.ageMs}
                    />
                  </td>
                </tr>
              )
            })}
            {judged.map(({ feed, freshness, ageMs }) => (
              <tr key={`${feed.source} ${feed.tells}`}>
                <th scope="row">{servicesWords.tells[feed.tells]}</th>
                <td data-left>
                  {feed.link === null ? (
                    servicesWords.factsFrom(feed.kind, feed.source)
                  ) : (
                    <a className={page.out} href={feed.link} target="_blank" rel="noreferrer">
                      {servicesWords.factsFrom(feed.kind, feed.source)} ↗
                    </a>
                  )}
                </td>
                <td>{periodText(feed.periodMs)}</td>
                <td>
                  <FreshnessLabel state={freshness} ageMs={Number.isNaN(ageMs) ? null : ageMs} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section>
        <Owner detail={detail} />
        <h3 className={`${page.label} ${page.later}`}>{words.goesBy}</h3>
        {(detail?.names.length ?? 0) === 0 ? (
          <p className={page.quiet}>{words.none}</p>
        ) : (
          <ul aria-label={words.goesBy}>
            {detail?.names.map(({ source, tells, name, by }) => (
              <li key={`${source} ${tells} ${name}`}>
                <code>{name}</code>{' '}
                <span className={page.small}>
                  {servicesWords.tells[tells]} · {source} · {words.by[by]}
                </span>
              </li>
            ))}
          </ul>
        )}
        <p className={page.small}>
          <a className={page.out} href={sourcesUrl()}>
            {words.report}
          </a>
        </p>
      </section>
    </div>
  )
}

function Owner({ detail }: { detail: ServiceDetail | undefined }) {
  const owner = detail?.ownership ?? null
  if (owner === null) return detail === undefined ? null : <p className={page.quiet}>{servicePageWords.nobodyOwns}</p>
  const { description, lifecycle, domain, links, writtenIn } = owner
  return (
    <>
      <h3 className={page.label}>{servicePageWords.sections.owner}</h3>
      {description !== null && <p>{description}</p>}
      <p className={page.small}>
        {[domain, lifecycle, words.writtenIn(writtenIn)].filter((part) => part !== null).join(' · ')}
      </p>
      <ul>
        {links.map(({ kind, title, url }) => (
          <li key={url}>
            <a className={page.out} href={url} target="_blank" rel="noreferrer">
              {title} ↗
            </a>{' '}
            <span className={page.small}>{servicePageWords.links[kind].toLowerCase()}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
