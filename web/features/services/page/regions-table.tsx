import { ageText } from '#web/messages/format.ts'
import {
  UNKNOWN_MARK,
  formatLatency,
  formatRequestsPerSecond,
  formatShare,
  formatWholeShare,
} from '#web/messages/format-numbers.ts'
import { servicePageWords as words } from '#web/messages/service-page-en.ts'
import { servicesWords } from '#web/messages/services-en.ts'
import { healthWords } from '#web/messages/widgets-en.ts'
import { Figure } from '#web/ui/figure.tsx'
import { FreshnessLabel } from '#web/ui/freshness-label.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { partText, toneOfPoints } from '../table/cell-words.ts'
import type { RegionPicture } from './facts/region-picture.ts'
import page from './page.module.css'
import classes from './regions-table.module.css'

export interface RegionsTableProps {
  pictures: readonly RegionPicture[]
  /** Whose calls and score are shown. */
  shown: string
  onShow: (region: string) => void
  now: number
}

/** How it is in each region, in one glance; a press shows that region's calls and score. */
export function RegionsTable({ pictures, shown, onShow, now }: RegionsTableProps) {
  const columns = servicesWords.columns
  return (
    <div className={page.tableFrame}>
      <table className={page.table} aria-label={words.sections.regions}>
        <thead>
          <tr>
            <th scope="col">{words.regions.region}</th>
            <th scope="col">{columns.score}</th>
            <th scope="col">{columns.requests}</th>
            <th scope="col">{columns.errors}</th>
            <th scope="col">{columns.degraded}</th>
            <th scope="col">{columns.p99}</th>
            <th scope="col">{columns.saturation}</th>
            <th scope="col">{columns.breakers}</th>
            <th scope="col">{columns.instances}</th>
            <th scope="col">{columns.alerts}</th>
            <th scope="col">{words.regions.version}</th>
            <th scope="col">{columns.age}</th>
          </tr>
        </thead>
        <tbody>
          {pictures.map((picture) => (
            <RegionRow
              key={picture.region}
              picture={picture}
              isShown={picture.region === shown}
              onShow={() => onShow(picture.region)}
              now={now}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface RegionRowProps {
  picture: RegionPicture
  isShown: boolean
  onShow: () => void
  now: number
}

function RegionRow({ picture, isShown, onShow, now }: RegionRowProps) {
  const { region, traffic, saturation, breakersOpen, known, score } = picture
  const { health, freshness, ageMs } = traffic
  const ill = health === 'failing' || health === 'degraded' ? health : undefined
  const points = score.points ?? NaN
  const nan = (value: number | null | undefined): number => value ?? NaN
  return (
    <tr data-freshness={freshness} data-region={region} className={classes.row} data-shown={isShown || undefined}>
      <th scope="row">
        <button
          type="button"
          className={page.link}
          aria-pressed={isShown}
          title={words.regions.show(region)}
          onClick={onShow}
        >
          <span className={page.named}>
            <HealthMark health={health} size={10} label={healthWords[health]} /> {region}
            {isShown && <span className={page.small}>{words.regions.shown}</span>}
          </span>
        </button>
      </th>
      <Cell text={Number.isNaN(points) ? UNKNOWN_MARK : String(points)} tone={toneOfPoints(points)} />
      <Cell text={formatRequestsPerSecond(traffic.requestsPerSecond)} />
      <Cell text={formatShare(traffic.errorShare)} tone={ill} />
      <Cell text={formatShare(traffic.degradedShare)} />
      <Cell text={formatLatency(traffic.p99LatencyMs)} />
      <Cell
        text={formatWholeShare(saturation)}
        tone={saturation >= 1 ? 'failing' : saturation >= 0.8 ? 'degraded' : undefined}
      />
      <Cell text={partText(breakersOpen, nan(known?.breakersTotal))} tone={breakersOpen > 0 ? 'degraded' : undefined} />
      <Cell
        text={partText(nan(known?.instancesUp), nan(known?.instancesTotal))}
        tone={nan(known?.instancesUp) < nan(known?.instancesTotal) ? 'degraded' : undefined}
      />
      <AlertsCell critical={known?.alertsCritical ?? null} warning={known?.alertsWarning ?? null} />
      <Cell text={versionText(picture, now)} />
      <td>
        <FreshnessLabel state={freshness} ageMs={Number.isNaN(ageMs) ? null : ageMs} />
      </td>
    </tr>
  )
}

function Cell({ text, tone }: { text: string; tone?: 'failing' | 'degraded' | undefined }) {
  return (
    <td>
      <span className={page.tone} data-tone={tone}>
        <Figure text={text} />
      </span>
    </td>
  )
}

function AlertsCell({ critical, warning }: { critical: number | null; warning: number | null }) {
  if (critical === null || warning === null) return <Cell text={UNKNOWN_MARK} />
  const text = servicesWords.alertsFiring(critical, warning)
  return (
    <Cell
      text={text === '' ? servicesWords.noAlerts : text}
      tone={critical > 0 ? 'failing' : warning > 0 ? 'degraded' : undefined}
    />
  )
}

function versionText({ known }: RegionPicture, now: number): string {
  const version = known?.versions.at(-1)
  const since = known?.deployedAt ?? null
  const age = since === null ? null : servicesWords.ago(ageText(now - since))
  return [version, age].filter((part) => part !== undefined && part !== null).join(' · ') || UNKNOWN_MARK
}
