import { useId, useState } from 'react'
import { nodeIdOf } from '#contract/ids.ts'
import type { RosterNode } from '#contract/roster.ts'
import { filterWords } from '#web/messages/filter-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import type { Fleet } from '#web/fleet/fleet.ts'
import { servicesIn } from '#web/fleet/service-facts.ts'
import panelClasses from '../panel/panel.module.css'
import { regionOfView, withFilter, type TrafficSearch } from '../traffic-search.ts'
import { aroundText, pathText, type Around } from './around-text.ts'
import classes from './around-actions.module.css'

export interface AroundActionsProps {
  fleet: Fleet
  node: RosterNode
  search: TrafficSearch
  onSearch: (next: TrafficSearch) => void
}

const words = filterWords.around
const CHOICES: readonly { around: Around; text: string; label: string; hint: string }[] = [
  ...[1, 2, 3].map((hops) => ({
    around: { walk: 'neighbours' as const, hops },
    text: words.hopsShort(hops),
    label: words.hops(hops),
    hint: words.hopsHint(hops),
  })),
  { around: { walk: 'upstream', hops: null }, text: words.upstream, label: words.upstream, hint: words.upstreamHint },
  {
    around: { walk: 'downstream', hops: null },
    text: words.downstream,
    label: words.downstream,
    hint: words.downstreamHint,
  },
]

/** What lies around a service, as a filter: it stands in the field, and so in the link. */
export function AroundActions({ fleet, node, search, onSearch }: AroundActionsProps) {
  return (
    <section>
      <h3 className={panelClasses.heading}>{words.title}</h3>
      <div className={classes.choices}>
        {CHOICES.map(({ around, text, label, hint }) => {
          const asked = aroundText(node, around)
          const isOn = search.q === asked
          return (
            <ActionButton
              key={label}
              size="small"
              pressed={isOn}
              label={label}
              hint={hint}
              onClick={() => onSearch(withFilter(search, isOn ? '' : asked))}
            >
              {text}
            </ActionButton>
          )
        })}
      </div>
      <PathTo fleet={fleet} node={node} search={search} onSearch={onSearch} />
    </section>
  )
}

function PathTo({ fleet, node, search, onSearch }: AroundActionsProps) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const region = regionOfView(search)
  const others = servicesIn(fleet, region).filter(({ id: other }) => other !== nodeIdOf(node))
  const go = (name: string): boolean => {
    const found = others.find((one) => one.node.service === name || one.id === name)
    if (found === undefined) return false
    onSearch(withFilter(search, pathText(node, found.node)))
    setTyped('')
    return true
  }
  const [isUnknown, setUnknown] = useState(false)
  return (
    <form
      className={classes.path}
      onSubmit={(event) => {
        event.preventDefault()
        setUnknown(typed !== '' && !go(typed.trim()))
      }}
    >
      <label htmlFor={id}>{words.path}</label>
      <input
        id={id}
        className={classes.input}
        list={`${id}-services`}
        aria-label={words.pathLabel}
        aria-invalid={isUnknown}
        placeholder={words.pathPlaceholder}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={({ target }) => {
          setUnknown(false)
          setTyped(target.value)
          // A choice from the list is the whole of a name at once.
          if (target.value.length - typed.length > 1) go(target.value)
        }}
      />
      <datalist id={`${id}-services`}>
        {others.map((one) => (
          <option key={one.id} value={region === null ? one.id : one.node.service} />
        ))}
      </datalist>
      {isUnknown && <p role="alert">{words.noSuchService}</p>}
    </form>
  )
}
