import type { Health } from '#contract/health.ts'
import { nodeFacts, type Fleet } from '#web/fleet/fleet.ts'
import { nodeNameOf } from '#web/fleet/node-name.ts'
import { formatShare } from '#web/messages/format-numbers.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import { servicesWords } from '#web/messages/services-en.ts'
import { healthWords } from '#web/messages/widgets-en.ts'
import { serviceUrl } from '#web/urls/urls.ts'
import { HealthMark } from '#web/ui/health-mark.tsx'
import type { RegionPicture } from '../facts/region-picture.ts'
import page from '../page.module.css'
import classes from './calls-section.module.css'

const GRAVITY: Record<Health, number> = { failing: 4, degraded: 3, unknown: 2, healthy: 1, idle: 0 }

/** What it stands on, in every region: whether its trouble is its own. The worst first. */
export function Dependencies({ fleet, pictures }: { fleet: Fleet; pictures: readonly RegionPicture[] }) {
  const rows = dependenciesOf(fleet, pictures)
  if (rows.length === 0) return null
  return (
    <section className={classes.matrix}>
      <h3 className={page.label}>{servicePageWords.calls.dependencies}</h3>
      <div className={page.tableFrame}>
        <table className={page.table} aria-label={servicePageWords.calls.dependencies}>
          <thead>
            <tr>
              <th scope="col">{servicesWords.columns.name}</th>
              {pictures.map(({ region }) => (
                <th key={region} scope="col" data-left>
                  {region}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ service, name, healths }) => (
              <tr key={service}>
                <th scope="row">
                  <a className={page.link} href={serviceUrl(service)}>
                    {name}
                  </a>
                </th>
                {healths.map((one, index) => (
                  <td key={pictures[index]?.region} data-left>
                    {one === null ? (
                      <span className={page.small}>·</span>
                    ) : (
                      <span>
                        <HealthMark health={one.health} size={9} label={healthWords[one.health]} />
                        <span
                          className={page.tone}
                          data-tone={one.health === 'failing' || one.health === 'degraded' ? one.health : undefined}
                        >
                          {formatShare(one.errorShare)}
                        </span>
                      </span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

interface Dependency {
  service: string
  name: string
  /** One a region of the service; null where it does not call it there. */
  healths: ({ health: Health; errorShare: number } | null)[]
}

export function dependenciesOf(fleet: Fleet, pictures: readonly RegionPicture[]): Dependency[] {
  const found = new Map<string, Dependency>()
  pictures.forEach(({ callees }, index) => {
    for (const { edge, target } of callees) {
      const row = found.get(target.service) ?? {
        service: target.service,
        name: nodeNameOf(target),
        healths: pictures.map(() => null),
      }
      const { health, errorShare } = nodeFacts(fleet, edge.target)
      const before = row.healths[index]
      if (before === null || before === undefined || GRAVITY[health] > GRAVITY[before.health]) {
        row.healths[index] = { health, errorShare }
      }
      found.set(target.service, row)
    }
  })
  const worst = ({ healths }: Dependency): number =>
    Math.max(...healths.map((one) => (one === null ? -1 : GRAVITY[one.health])))
  return [...found.values()].toSorted((one, other) => worst(other) - worst(one) || (one.name < other.name ? -1 : 1))
}
