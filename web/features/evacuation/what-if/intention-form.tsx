import { useState } from 'react'
import { FailureKind, Placement, Profile, type EvacuationScope } from '#contract/evacuation/plan.ts'
import type { Roster } from '#contract/roster.ts'
import { choices as words, whatIfWords } from '#web/messages/evacuation-en.ts'
import { Picker } from '../picker.tsx'
import { withPart, type EvacuateSearch } from './evacuate-search.ts'
import { Segmented } from './segmented.tsx'
import classes from './what-if.module.css'

export interface IntentionFormProps {
  search: EvacuateSearch
  onSearch: (next: EvacuateSearch) => void
  roster: Roster | null
  /** Customer segments the planes know. */
  segments: readonly string[]
}

/** How it is to be done; each choice is in the address, and the answer follows. */
export function IntentionForm({ search, onSearch, roster, segments }: IntentionFormProps) {
  return (
    <div className={classes.section}>
      <div className={classes.form}>
        <Segmented
          legend={words.failure.label}
          value={search.failure ?? 'edge-alive'}
          choices={FailureKind.options.map((value) => ({
            value,
            label: words.failure[value],
            hint: words.failure.hints[value],
          }))}
          onValue={(failure) => onSearch({ ...search, failure })}
        />
        <Segmented
          legend={words.profile.label}
          value={search.profile ?? 'emergency'}
          choices={Profile.options.map((value) => ({
            value,
            label: words.profile[value],
            hint: words.profile.hints[value],
          }))}
          onValue={(profile) => onSearch({ ...search, profile })}
        />
        <Segmented
          legend={words.placement.label}
          value={search.placement ?? 'headroom'}
          choices={Placement.options.map((value) => ({
            value,
            label: words.placement[value],
            hint: words.placement.hints[value],
          }))}
          onValue={(placement) => onSearch({ ...search, placement })}
        />
      </div>
      <ScopePart search={search} onSearch={onSearch} roster={roster} segments={segments} />
    </div>
  )
}

function ScopePart({ search, onSearch, roster, segments }: IntentionFormProps) {
  const narrowed = narrowedBy(search)
  const [kind, setKind] = useState<EvacuationScope['kind']>(narrowed)
  const parts = partsOf(kind, search.region, roster, segments)
  return (
    <details className={classes.more} open={narrowed !== 'region'}>
      <summary>{whatIfWords.more}</summary>
      <div className={classes.scopes}>
        <Segmented
          legend={whatIfWords.scope}
          value={kind}
          choices={SCOPES.map((value) => ({ value, label: whatIfWords.scopes[value] }))}
          onValue={(next) => {
            setKind(next)
            onSearch(withPart(search, next, partsOf(next, search.region, roster, segments)[0]))
          }}
        />
        {kind !== 'region' && (
          <Picker
            label={whatIfWords.which[kind]}
            value={search[kind] ?? ''}
            options={parts}
            onValue={(id) => onSearch(withPart(search, kind, id))}
          />
        )}
      </div>
    </details>
  )
}

const SCOPES: readonly EvacuationScope['kind'][] = ['region', 'zone', 'service', 'segment']

function narrowedBy({ zone, service, segment }: EvacuateSearch): EvacuationScope['kind'] {
  if (zone !== undefined) return 'zone'
  if (service !== undefined) return 'service'
  return segment === undefined ? 'region' : 'segment'
}

function partsOf(
  kind: EvacuationScope['kind'],
  region: string | undefined,
  roster: Roster | null,
  segments: readonly string[],
): string[] {
  switch (kind) {
    case 'region':
      return []
    case 'segment':
      return [...segments]
    case 'zone':
      return (roster?.zones ?? []).filter((zone) => zone.region === region).map(({ id }) => id)
    case 'service':
      return (roster?.nodes ?? [])
        .filter((node) => node.region === region && node.gone !== true)
        .map(({ service }) => service)
        .toSorted()
  }
}
