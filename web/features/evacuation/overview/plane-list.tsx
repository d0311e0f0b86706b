import type { Evacuations } from '#contract/evacuation/api.ts'
import { evacuateWords as words } from '#web/messages/evacuation-en.ts'
import { runWords } from '#web/messages/evacuation-run-en.ts'
import { ageText } from '#web/messages/format.ts'
import { HealthMark } from '#web/ui/health-mark.tsx'
import classes from '../evacuate.module.css'

/** Through what we act: whether each can be read, and how old the reading is. */
export function PlaneList({ planes, now }: { planes: Evacuations['planes']; now: number }) {
  return (
    <section className={classes.section}>
      <h2 className="group-label">{words.planes}</h2>
      {planes.length === 0 && <p className={classes.quiet}>{words.planesNone}</p>}
      <ul className={classes.facts}>
        {planes.map(({ descriptor, instances }) => {
          const read = instances.filter(({ kind }) => kind === 'read')
          const silent = instances.find((instance) => instance.kind === 'unread')
          const newest = Math.max(...instances.map(readAtOf))
          return (
            <li key={descriptor.id}>
              <HealthMark health={healthOf(read.length, instances.length)} size={9} />
              <span>
                {descriptor.id} <span className={classes.quiet}>{runWords.layers[descriptor.layer]}</span>
              </span>
              <span className={classes.quiet}>{words.planeRead(read.length, instances.length)}</span>
              <span className={classes.quiet}>{Number.isFinite(newest) ? ageText(now - newest) : words.neverSeen}</span>
              {silent?.kind === 'unread' && (
                <span className={classes.why}>
                  {silent.instance}: {silent.why}
                </span>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

type Instance = Evacuations['planes'][number]['instances'][number]

function readAtOf(instance: Instance): number {
  return instance.kind === 'read' ? instance.reading.at : (instance.last?.at ?? -Infinity)
}

function healthOf(read: number, all: number): 'healthy' | 'degraded' | 'unknown' {
  if (all === 0 || read === 0) return 'unknown'
  return read === all ? 'healthy' : 'degraded'
}
