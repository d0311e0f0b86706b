import { useState } from 'react'
import type { WhatIf } from '#contract/evacuation/api.ts'
import { whatIfWords as words } from '#web/messages/evacuation-en.ts'
import { ageText } from '#web/messages/format.ts'
import { formatRequestsPerSecond, formatWholeShare } from '#web/messages/format-numbers.ts'
import { trafficUrl } from '#web/urls/urls.ts'
import { ActButton } from '../act-button.tsx'
import { answerOf, sentenceOf } from '../facts/answer-of.ts'
import { LossCurves } from '../loss-curves.tsx'
import { clockText } from '../run/clock-text.ts'
import { SaviorBars } from '../savior-bars.tsx'
import { DecisionClock } from './decision-clock.tsx'
import classes from './what-if.module.css'

export interface WhatIfAnswerProps {
  whatIf: WhatIf
  now: number
  /** Leads to where a draft is made of it. */
  onDraft: () => void
}

/** What acting would do: the answer first, then everything it rests on. */
export function WhatIfAnswer({ whatIf, now, onDraft }: WhatIfAnswerProps) {
  const { prediction, intention, steps, refused } = whatIf
  const { region } = intention.scope
  const others = prediction.regions.filter((load) => load.region !== region || intention.scope.kind === 'zone')
  const first = prediction.firstToSaturate ?? null
  return (
    <div className={classes.answer}>
      <Head whatIf={whatIf} now={now} onDraft={onDraft} />
      <section className={classes.section}>
        <h3 className="group-label">{words.clock}</h3>
        <DecisionClock whatIf={whatIf} />
        <LossCurves whatIf={whatIf} />
      </section>
      <section className={classes.section}>
        <h3 className="group-label">{words.saviors}</h3>
        <SaviorBars loads={others} />
        <p className={first === null ? classes.quiet : classes.saturates}>
          {first === null
            ? refused.length > 0 || prediction.word === 'unknown'
              ? ''
              : words.noneSaturates
            : words.firstSaturates(first.service, first.region, formatWholeShare(first.atShare))}
        </p>
      </section>
      {(prediction.cautions ?? []).length > 0 && refused.length === 0 && (
        <Texts title={words.cautions} texts={prediction.cautions ?? []} loud />
      )}
      {prediction.stores.length > 0 && (
        <Texts title={words.stores} texts={prediction.stores.map(({ store, loss }) => `${store}: ${loss}`)} loud />
      )}
      {steps.length > 0 && <Steps steps={steps} />}
      <Texts
        title={words.guesses(prediction.guesses.length)}
        texts={[words.demand(prediction.demandFrom), ...prediction.guesses]}
      />
    </div>
  )
}

function Head({ whatIf, now, onDraft }: WhatIfAnswerProps) {
  const { prediction, intention, refused } = whatIf
  const { region } = intention.scope
  const answer = answerOf(whatIf)
  const moved = prediction.movedRequestsPerSecond
  return (
    <section className={classes.head} aria-live="polite">
      <h2 className="group-label">{words.title(region)}</h2>
      <p className={classes.headline} data-tone={answer.tone}>
        {answer.headline}
      </p>
      {answer.reasons.map((reason) => (
        <p key={reason}>{sentenceOf(reason)}</p>
      ))}
      <p className={classes.facts}>
        {refused.length === 0 && (
          <>
            {moved !== null && <span>{words.moves(formatRequestsPerSecond(moved))}</span>}
            <span>{words.empty(ageText(prediction.estimateMs))}</span>
            <span>
              {prediction.survivesOneMore === null
                ? words.oneMoreUnknown
                : prediction.survivesOneMore
                  ? words.oneMore
                  : words.notOneMore}
            </span>
          </>
        )}
        <span>{words.ages(ageText(now - whatIf.at))}</span>
        <a href={trafficUrl({ evacuate: region })}>{words.onMap}</a>
      </p>
      {refused.length === 0 && (
        <div className={classes.toDraft}>
          <ActButton whyNot={null} onClick={onDraft}>
            {words.toDraft}
          </ActButton>
        </div>
      )}
    </section>
  )
}

const FEW = 6

function Steps({ steps }: { steps: WhatIf['steps'] }) {
  const [all, setAll] = useState(false)
  const shown = all ? steps : steps.slice(0, FEW)
  return (
    <section className={classes.section}>
      <h3 className="group-label">{words.steps(steps.length)}</h3>
      <ol className={classes.steps}>
        {shown.map((step, index) => (
          <li key={step.id}>
            <span>{index + 1}</span>
            <span>{step.title}</span>
            <span>{clockText(step.estimateMs)}</span>
          </li>
        ))}
      </ol>
      {steps.length > FEW && (
        <div>
          <ActButton whyNot={null} onClick={() => setAll(!all)}>
            {all ? words.stepsFewer : words.stepsAll(steps.length)}
          </ActButton>
        </div>
      )}
    </section>
  )
}

function Texts({ title, texts, loud = false }: { title: string; texts: readonly string[]; loud?: boolean }) {
  return (
    <section className={classes.section}>
      <h3 className="group-label">{title}</h3>
      <ul className={classes.list} data-loud={loud || undefined}>
        {texts.map((text) => (
          <li key={text}>{sentenceOf(text)}</li>
        ))}
      </ul>
    </section>
  )
}
