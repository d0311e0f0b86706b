import { useQuery } from '@tanstack/react-query'
import { evacuationsQuery, whatIfQuery } from '#web/api/evacuations.ts'
import { useReplay } from '#web/live/use-replay.ts'
import { onMapWords as words } from '#web/messages/evacuation-en.ts'
import { formatRequestsPerSecond, formatWholeShare } from '#web/messages/format-numbers.ts'
import { VerdictWord } from '../verdict/verdict-word.tsx'
import { plainIntention } from './plain-intention.ts'
import classes from './on-map.module.css'

export interface RegionNoteProps {
  region: string
  /** The region whose evacuation is drawn as if; undefined for how things are. */
  evacuate: string | undefined
}

/** Under a region of the world: the verdict on it, and what it would carry. Nothing of it is said of the past. */
export function RegionNote({ region, evacuate }: RegionNoteProps) {
  const isLive = useReplay(({ mode }) => mode === 'live')
  const { data } = useQuery({ ...evacuationsQuery(), enabled: isLive })
  const verdict = data?.verdicts.find((one) => one.region === region)
  if (!isLive) return null
  return (
    <>
      {verdict !== undefined && (
        <span className={classes.chip} data-part="verdict" data-word={verdict.word}>
          <VerdictWord word={verdict.word} size={9} />
        </span>
      )}
      {evacuate !== undefined && <Ghost region={region} evacuate={evacuate} />}
    </>
  )
}

/** What it would carry then, against what it safely can. */
function Ghost({ region, evacuate }: { region: string; evacuate: string }) {
  const { data } = useQuery(whatIfQuery(plainIntention(evacuate)))
  const load = data?.prediction.regions.find((one) => one.region === region)
  if (data === undefined || load === undefined || data.refused.length > 0) return null
  const { afterRequestsPerSecond: after, safeRequestsPerSecond: safe } = load
  const use = after === null || safe === null || safe === 0 ? null : after / safe
  const first = data.prediction.firstToSaturate ?? null
  const worst = load.saturating[0]
  return (
    <span className={classes.ghost} data-part="what-if" data-over={(use !== null && use > 1) || undefined}>
      <span>
        {words.afterwards(formatRequestsPerSecond(after ?? NaN))}
        {region !== evacuate && use !== null && ` · ${words.ofSafe(formatWholeShare(use))}`}
      </span>
      {first?.region === region ? (
        <span>{words.firstHere(first.service, formatWholeShare(first.atShare))}</span>
      ) : (
        worst !== undefined && <span>{words.alsoHere(worst.service)}</span>
      )}
    </span>
  )
}
