import { useQuery } from '@tanstack/react-query'
import { evacuationsQuery, whatIfQuery } from '#web/api/evacuations.ts'
import { useReplay } from '#web/live/use-replay.ts'
import { useServerNow } from '#web/live/use-server-now.ts'
import { onMapWords as words, whatIfWords } from '#web/messages/evacuation-en.ts'
import { evacuateUrl, trafficUrl } from '#web/urls/urls.ts'
import { answerOf } from '../facts/answer-of.ts'
import { regionInTrouble } from '../facts/region-in-trouble.ts'
import { OpenRuns } from '../overview/open-runs.tsx'
import { DecisionClock } from '../what-if/decision-clock.tsx'
import classes from './on-map.module.css'
import { plainIntention } from './plain-intention.ts'

/** Under what matters now: the run under way, or what leaving the region in trouble would do. Nothing on a calm day. */
export function NowNote() {
  const isLive = useReplay(({ mode }) => mode === 'live')
  const { data } = useQuery({ ...evacuationsQuery(), enabled: isLive })
  const now = useServerNow()
  if (!isLive || data === undefined) return null
  if (data.open.length > 0) return <OpenRuns open={data.open} now={now} />
  const region = regionInTrouble(data)
  return region === undefined ? null : <Acting region={region} />
}

function Acting({ region }: { region: string }) {
  const { data } = useQuery(whatIfQuery(plainIntention(region)))
  if (data === undefined) return null
  const answer = answerOf(data)
  return (
    <section className={classes.section}>
      <h2 className="group-label">{whatIfWords.title(region)}</h2>
      <p className={classes.headline} data-tone={answer.tone}>
        {answer.headline}
      </p>
      <DecisionClock whatIf={data} />
      <p className={classes.links}>
        <a href={trafficUrl({ evacuate: region })}>{words.whatIf}</a>
        <a href={evacuateUrl({ region })}>{words.evacuate}</a>
      </p>
    </section>
  )
}
