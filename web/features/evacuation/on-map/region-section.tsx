import { useQuery } from '@tanstack/react-query'
import { evacuationsQuery, whatIfQuery } from '#web/api/evacuations.ts'
import { useReplay } from '#web/live/use-replay.ts'
import { useServerNow } from '#web/live/use-server-now.ts'
import { evacuateWords, onMapWords as words, verdictMeans } from '#web/messages/evacuation-en.ts'
import { ageText } from '#web/messages/format.ts'
import { formatWholeShare } from '#web/messages/format-numbers.ts'
import { evacuateUrl, runUrl, trafficUrl } from '#web/urls/urls.ts'
import { EvidenceList } from '../verdict/evidence-list.tsx'
import { VerdictWord } from '../verdict/verdict-word.tsx'
import { plainIntention } from './plain-intention.ts'
import classes from './on-map.module.css'

/** In a region's panel: the verdict with its evidence, what would saturate in it, and the ways to act. */
export function RegionSection({ region, evacuate }: { region: string; evacuate: string | undefined }) {
  const isLive = useReplay(({ mode }) => mode === 'live')
  const { data } = useQuery({ ...evacuationsQuery(), enabled: isLive })
  const now = useServerNow()
  const verdict = data?.verdicts.find((one) => one.region === region)
  const run = data?.open.find(({ plan }) => plan.scope.region === region)
  if (!isLive || verdict === undefined) return null
  return (
    <section className={classes.section}>
      <h3 className="group-label">{words.verdict}</h3>
      <p>
        <VerdictWord word={verdict.word} />{' '}
        <span className={classes.quiet}>{evacuateWords.since(ageText(now - verdict.since))}</span>
      </p>
      <p className={classes.quiet}>{verdictMeans[verdict.word]}</p>
      <EvidenceList evidence={verdict.evidence} now={now} />
      {evacuate !== undefined && evacuate !== region && <Saturating region={region} evacuate={evacuate} />}
      <p className={classes.links}>
        {run !== undefined && <a href={runUrl(run.id)}>{words.run}</a>}
        <a href={trafficUrl({ evacuate: region })}>{words.whatIf}</a>
        <a href={evacuateUrl({ region })}>{words.evacuate}</a>
      </p>
    </section>
  )
}

/** Services of this region that would be over their safe rate, tightest first. */
function Saturating({ region, evacuate }: { region: string; evacuate: string }) {
  const { data } = useQuery(whatIfQuery(plainIntention(evacuate)))
  const load = data?.prediction.regions.find((one) => one.region === region)
  if (load === undefined || load.saturating.length === 0) return null
  return (
    <>
      <h3 className="group-label">{words.saturating(evacuate)}</h3>
      <ul className={classes.saturating}>
        {load.saturating.map(({ service, utilisation }) => (
          <li key={service}>
            <a href={trafficUrl({ view: region, sel: `${region}/${service}`, evacuate })}>{service}</a>
            <span>{formatWholeShare(utilisation)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
