import type { RegionVerdict } from '#contract/evacuation/verdict.ts'
import { evacuateWords, verdictMeans } from '#web/messages/evacuation-en.ts'
import { runWords as words } from '#web/messages/evacuation-run-en.ts'
import { ageText } from '#web/messages/format.ts'
import { EvidenceList } from '../verdict/evidence-list.tsx'
import { VerdictWord } from '../verdict/verdict-word.tsx'
import classes from './run.module.css'

/** Is it still right? The region's verdict with its evidence. */
export function VerdictPanel({ region, verdict, now }: { region: string; verdict: RegionVerdict | null; now: number }) {
  return (
    <section className={classes.side}>
      <h2 className="group-label">{words.verdictOn(region)}</h2>
      {verdict === null ? (
        <p className={classes.quiet}>{words.noVerdict}</p>
      ) : (
        <>
          <p>
            <VerdictWord word={verdict.word} />{' '}
            <span className={classes.quiet}>{evacuateWords.since(ageText(now - verdict.since))}</span>
          </p>
          <p className={classes.quiet}>{verdictMeans[verdict.word]}</p>
          <EvidenceList evidence={verdict.evidence} now={now} />
        </>
      )}
    </section>
  )
}
