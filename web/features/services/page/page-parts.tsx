import { isBreakerOpen } from '#contract/services/breaker.ts'
import type { ServiceDetail } from '#contract/services/service.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import classes from './page-parts.module.css'

const words = servicePageWords.sections
const PARTS = ['regions', 'signals', 'breakers', 'score', 'alerts', 'changes', 'calls', 'instances', 'names'] as const
type Part = (typeof PARTS)[number]

/** The parts of the page with what is wrong in each: one press away, wherever one is. */
export function PageParts({ detail }: { detail: ServiceDetail | undefined }) {
  const notes = detail === undefined ? {} : notesOf(detail)
  return (
    <nav className={classes.parts} aria-label={words.label}>
      {PARTS.map((part) => (
        <button key={part} type="button" onClick={() => document.getElementById(part)?.scrollIntoView()}>
          {words[part]}
          {notes[part] !== undefined && <span data-tone={notes[part].tone}>{notes[part].text}</span>}
        </button>
      ))}
    </nav>
  )
}

interface Note {
  text: string
  tone: 'failing' | 'degraded' | undefined
}

function notesOf({ breakers, counts, alerts }: ServiceDetail): Partial<Record<Part, Note>> {
  const open = breakers.filter(({ state }) => isBreakerOpen(state)).length
  const total = counts.reduce((sum, count) => sum + count.total, 0)
  const up = counts.reduce((sum, count) => sum + count.up, 0)
  const firing = alerts.filter(({ state }) => state === 'firing')
  const isCritical = firing.some(({ severity }) => severity === 'critical')
  return {
    ...(breakers.length === 0
      ? {}
      : {
          breakers: {
            text: servicePageWords.breakers.summary(open, breakers.length),
            tone: open > 0 ? 'failing' : undefined,
          },
        }),
    ...(total === 0
      ? {}
      : {
          instances: { text: servicePageWords.instances.summary(up, total), tone: up < total ? 'degraded' : undefined },
        }),
    ...(firing.length === 0
      ? {}
      : { alerts: { text: String(firing.length), tone: isCritical ? 'failing' : 'degraded' } }),
  }
}
