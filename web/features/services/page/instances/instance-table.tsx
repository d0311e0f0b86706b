import { useState } from 'react'
import type { Instance, SetInstanceStatus } from '#contract/services/instance.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import page from '../page.module.css'
import { InstanceRow } from './instance-row.tsx'
import classes from './instances.module.css'

export interface InstanceTableProps {
  /** As the server lists them: those not up first. */
  instances: readonly Instance[]
  /** All there are. */
  total: number
  whyNot: string | null
  now: number
  onAsk: (instance: Instance, to: SetInstanceStatus['to']) => void
}

const words = servicePageWords.instances
const { columns } = words
const FIRST = 15
const STEP = 100

/** The instances, those not up first; a part of them at a time. */
export function InstanceTable({ instances, total, whyNot, now, onAsk }: InstanceTableProps) {
  const [most, setMost] = useState(FIRST)
  const [text, setText] = useState('')
  const found = instances.filter((instance) => holds(instance, text.trim().toLowerCase()))
  const shown = found.slice(0, most)
  return (
    <>
      <div className={classes.tools}>
        <input
          type="search"
          className={classes.search}
          placeholder={words.filter}
          aria-label={words.filter}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        {instances.length < total && <span className={page.small}>{words.cut(instances.length, total)}</span>}
      </div>
      <div className={page.tableFrame}>
        <table className={page.table} aria-label={servicePageWords.sections.instances}>
          <thead>
            <tr>
              <th scope="col">{columns.status}</th>
              {(['id', 'region', 'zone', 'version'] as const).map((id) => (
                <th key={id} scope="col" data-left>
                  {columns[id]}
                </th>
              ))}
              <th scope="col">{columns.up}</th>
              <th scope="col">{columns.seen}</th>
              <th scope="col" data-left>
                {columns.address}
              </th>
              <th scope="col">
                <span className="visually-hidden">{words.takeOut}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((instance) => (
              <InstanceRow
                key={`${instance.source} ${instance.region} ${instance.id}`}
                instance={instance}
                whyNot={whyNot}
                now={now}
                onAsk={onAsk}
              />
            ))}
          </tbody>
        </table>
      </div>
      {found.length > most && (
        <p className={classes.more}>
          <ActionButton size="small" onClick={() => setMost(most + STEP)}>
            {words.more(Math.min(STEP, found.length - most))}
          </ActionButton>
        </p>
      )}
    </>
  )
}

function holds({ id, region, zone, version, host, status }: Instance, text: string): boolean {
  return (
    text === '' || [id, region, zone, version, host, status].some((part) => part?.toLowerCase().includes(text) === true)
  )
}
