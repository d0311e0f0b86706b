import { useState } from 'react'
import type { RegionVerdict } from '#contract/evacuation/verdict.ts'
import { evacuateWords as words, verdictMeans } from '#web/messages/evacuation-en.ts'
import { ageText } from '#web/messages/format.ts'
import { ActButton } from '../act-button.tsx'
import { EvidenceList } from '../verdict/evidence-list.tsx'
import { VerdictWord } from '../verdict/verdict-word.tsx'
import classes from '../evacuate.module.css'

export interface VerdictListProps {
  verdicts: readonly RegionVerdict[]
  now: number
  /** The region whose what-if is shown. */
  considered: string | null
  onConsider: (region: string) => void
}

const WORST_FIRST: readonly RegionVerdict['word'][] = ['dead', 'sick', 'follows-traffic', 'blind', 'healthy']

/** Is evacuating right? One row a region, the worst first, its evidence one click away. */
export function VerdictList({ verdicts, now, considered, onConsider }: VerdictListProps) {
  const rows = verdicts.toSorted((one, other) => WORST_FIRST.indexOf(one.word) - WORST_FIRST.indexOf(other.word))
  return (
    <section className={classes.section}>
      <h2 className="group-label">{words.regions}</h2>
      {rows.length === 0 && (
        <p className={classes.quiet}>
          {words.noRegions}. {words.noRegionsBody}
        </p>
      )}
      <ul className={classes.verdicts}>
        {rows.map((verdict) => (
          <VerdictRow
            key={verdict.region}
            verdict={verdict}
            now={now}
            isConsidered={verdict.region === considered}
            onConsider={() => onConsider(verdict.region)}
          />
        ))}
      </ul>
    </section>
  )
}

interface VerdictRowProps {
  verdict: RegionVerdict
  now: number
  isConsidered: boolean
  onConsider: () => void
}

function VerdictRow({ verdict, now, isConsidered, onConsider }: VerdictRowProps) {
  const { region, word, since, evidence } = verdict
  const [unfolded, setUnfolded] = useState<boolean | null>(null)
  const isOpen = unfolded ?? word !== 'healthy'
  return (
    <li data-considered={isConsidered || undefined} data-region={region}>
      <div className={classes.verdictHead}>
        <strong>{region}</strong>
        <VerdictWord word={word} size={11} />
        <span className={classes.quiet}>{words.since(ageText(now - since))}</span>
      </div>
      {word !== 'healthy' && <p className={classes.means}>{verdictMeans[word]}</p>}
      {isOpen && <EvidenceList evidence={evidence} now={now} />}
      <div className={classes.verdictActions}>
        <button
          type="button"
          className={classes.textButton}
          aria-expanded={isOpen}
          aria-label={words.evidenceOf(region)}
          onClick={() => setUnfolded(!isOpen)}
        >
          {isOpen ? words.hideEvidence : words.evidence}
        </button>
        <ActButton
          whyNot={isConsidered ? words.consideredHere : null}
          onClick={onConsider}
          hint={words.considerOf(region)}
        >
          {isConsidered ? words.considering : words.consider}
        </ActButton>
      </div>
    </li>
  )
}
