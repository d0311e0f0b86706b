import { useId } from 'react'
import type { FreshnessRule } from '#contract/freshness.ts'
import type { SourceStatus } from '#contract/source-status.ts'
import { ageText, periodText, utcWhenText } from '#web/messages/format.ts'
import { sources as words } from '#web/messages/sources-en.ts'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { FeedTable } from './feed-table.tsx'
import { ProblemList } from './problem-list.tsx'
import { askedTextOf, connectionWordsOf, type Clocks } from './source-words.ts'
import classes from './sources-screen.module.css'
import { TryNow } from './try-now.tsx'

export interface SourceSectionProps {
  source: SourceStatus
  clocks: Clocks
  rule: FreshnessRule
}

/** One system we read from. */
export function SourceSection({ source, clocks, rule }: SourceSectionProps) {
  const { mark, state, detail } = connectionWordsOf(source, clocks.serverNow)
  const headingId = useId()
  return (
    <section className={classes.source} aria-labelledby={headingId}>
      <header className={classes.head}>
        <HealthMark health={mark} size={12} />
        <h2 id={headingId} className={classes.name}>
          {source.id}
        </h2>
        <p className={classes.state} data-mark={mark} title={words.since(utcWhenText(source.since, clocks.serverNow))}>
          <span className={classes.stateWord}>{state}</span> {detail}
        </p>
        <TryNow sourceId={source.id} />
      </header>
      <div className={classes.columns}>
        <SourceFacts source={source} now={clocks.serverNow} />
        <div className={classes.column}>
          <FeedTable source={source} sourceNow={clocks.sourceNow} rule={rule} />
          <h3 className="group-label">{words.problems.title}</h3>
          <ProblemList problems={source.problems} now={clocks.serverNow} />
        </div>
      </div>
    </section>
  )
}

function SourceFacts({ source, now }: { source: SourceStatus; now: number }) {
  const { kind, tells, preset, url, lastAnswerAt, pollMs } = source
  const facts = [
    { name: words.facts.kind, value: `${words.kinds[kind]}, ${words.preset(preset)}` },
    { name: words.facts.address, value: <code className={classes.address}>{url}</code> },
    { name: words.facts.asked, value: askedTextOf(source) },
    { name: words.facts.tells, value: tells.map((kindOfFact) => words.tells[kindOfFact]).join(', ') },
    {
      name: words.facts.lastAnswer,
      value: lastAnswerAt === null ? words.facts.never : words.facts.lastAnswerAgo(ageText(now - lastAnswerAt)),
    },
    { name: words.facts.poll, value: pollMs === null ? '—' : periodText(pollMs) },
  ]
  return (
    <dl className={classes.facts}>
      {facts.map(({ name, value }) => (
        <div key={name} className={classes.fact}>
          <dt className={classes.factName}>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
