import type { Roster, RosterNode } from '#contract/roster.ts'
import { actions as actionWords, nav, search } from '#web/messages/en.ts'
import { changesWords } from '#web/messages/changes-en.ts'
import {
  accessUrl,
  apiPageUrl,
  changesUrl,
  evacuateUrl,
  readinessUrl,
  serviceUrl,
  servicesUrl,
  sourcesUrl,
  trafficUrl,
} from '#web/urls/urls.ts'
import { nodeIdOf } from '#contract/ids.ts'

export const PALETTE_GROUPS = ['services', 'regions', 'places', 'screens', 'actions'] as const
export type PaletteGroup = (typeof PALETTE_GROUPS)[number]

export interface PaletteEntry {
  id: string
  group: PaletteGroup
  label: string
  hint: string
  /** More words it is found by. */
  keywords: string
  does: { kind: 'go'; href: string } | { kind: 'leave'; href: string } | { kind: 'run'; run: () => void }
}

export interface PaletteAction {
  id: string
  label: string
  run: () => void
}

/** Everything one can go to or run, regions first. */
export function paletteEntriesOf(roster: Roster | null, actions: readonly PaletteAction[]): PaletteEntry[] {
  return [
    ...(roster === null ? [] : [...regionEntriesOf(roster), ...serviceEntriesOf(roster), ...placeEntriesOf(roster)]),
    ...SCREEN_ENTRIES,
    ...(roster === null ? [] : evacuationEntriesOf(roster)),
    ...actions.map(({ id, label, run }): PaletteEntry => {
      return { id: `action:${id}`, group: 'actions', label, hint: '', keywords: '', does: { kind: 'run', run } }
    }),
  ]
}

const SCREEN_ENTRIES: readonly PaletteEntry[] = [
  screenEntry('traffic', nav.traffic, search.worldHint, { kind: 'go', href: trafficUrl() }),
  screenEntry('services', nav.services, nav.servicesHint, { kind: 'go', href: servicesUrl() }),
  screenEntry('changes', nav.changes, changesWords.hint, { kind: 'go', href: changesUrl() }),
  screenEntry('evacuate', nav.evacuate, nav.evacuateHint, { kind: 'go', href: evacuateUrl() }),
  screenEntry('readiness', nav.readiness, nav.readinessHint, { kind: 'go', href: readinessUrl() }),
  screenEntry('sources', nav.sources, '', { kind: 'go', href: sourcesUrl() }),
  screenEntry('access', nav.access, nav.accessHint, { kind: 'go', href: accessUrl() }),
  screenEntry('api', nav.apiPage, nav.apiPageHint, { kind: 'leave', href: apiPageUrl() }),
]

function screenEntry(id: string, label: string, hint: string, does: PaletteEntry['does']): PaletteEntry {
  return { id: `screen:${id}`, group: 'screens', label, hint, keywords: '', does }
}

/** What can be done about a region; nothing moves by going there. */
function evacuationEntriesOf(roster: Roster): PaletteEntry[] {
  const entry = (id: string, label: string, href: string): PaletteEntry => {
    return { id, group: 'actions', label, hint: '', keywords: 'failover', does: { kind: 'go', href } }
  }
  return roster.regions.flatMap(({ id }) => [
    entry(`action:evacuate:${id}`, actionWords.evacuate(id), evacuateUrl({ region: id })),
    entry(`action:what-if:${id}`, actionWords.whatIf(id), trafficUrl({ evacuate: id })),
  ])
}

function regionEntriesOf(roster: Roster): PaletteEntry[] {
  return roster.regions.map(({ id, name }) => ({
    id: `region:${id}`,
    group: 'regions',
    label: id,
    hint: name === id ? search.regionHint : name,
    keywords: name,
    does: { kind: 'go', href: trafficUrl({ view: id }) },
  }))
}

/** A service's own page, with its health in every region. */
function serviceEntriesOf(roster: Roster): PaletteEntry[] {
  const regions = new Set(roster.regions.map(({ id }) => id))
  const byService = new Map<string, RosterNode[]>()
  for (const node of roster.nodes) {
    if (node.gone === true || !regions.has(node.region)) continue
    byService.set(node.service, [...(byService.get(node.service) ?? []), node])
  }
  return [...byService].map(([service, nodes]) => ({
    id: `service:${service}`,
    group: 'services',
    label: service,
    hint: search.servicePageHint(nodes.length),
    keywords: [...new Set(nodes.flatMap(({ name, owner, domain }) => [name, owner ?? '', domain ?? '']))].join(' '),
    does: { kind: 'go', href: serviceUrl(service) },
  }))
}

/** The same service on the map of one region. */
function placeEntriesOf(roster: Roster): PaletteEntry[] {
  const regions = new Set(roster.regions.map(({ id }) => id))
  return roster.nodes
    .filter(({ region, gone }) => gone !== true && regions.has(region))
    .map((node) => ({
      id: `place:${nodeIdOf(node)}`,
      group: 'places',
      label: node.service,
      hint: search.serviceOnMapHint(node.region),
      keywords: [node.name, node.region, node.owner ?? '', node.domain ?? ''].join(' '),
      does: { kind: 'go', href: trafficUrl({ view: node.region, sel: nodeIdOf(node) }) },
    }))
}

export interface FoundEntries {
  group: PaletteGroup
  entries: PaletteEntry[]
  /** How many more of the group fit the words. */
  more: number
  /** How many entries stand before this group. */
  first: number
}

/** At most this many a group. */
const SHOWN = 8

/** Entries that hold every word asked for, best first: begins with it, then holds it in its name, then elsewhere. */
export function findEntries(entries: readonly PaletteEntry[], query: string): FoundEntries[] {
  const words = query
    .toLowerCase()
    .split(/[\s/]+/)
    .filter((word) => word !== '')
  const fitting = entries
    .map((entry) => ({ entry, rank: rankOf(entry, words) }))
    .filter(({ rank }) => rank < Infinity)
    .toSorted((left, right) => left.rank - right.rank)
    .map(({ entry }) => entry)
  const found: FoundEntries[] = []
  for (const group of PALETTE_GROUPS) {
    const all = fitting.filter((entry) => entry.group === group)
    // Hundreds of services say nothing before a word is typed.
    const shown = words.length === 0 && (group === 'services' || group === 'places') ? [] : all.slice(0, SHOWN)
    const before = found.at(-1)
    const first = before === undefined ? 0 : before.first + before.entries.length
    if (shown.length > 0) found.push({ group, entries: shown, more: all.length - shown.length, first })
  }
  return found
}

function rankOf({ label, hint, keywords }: PaletteEntry, words: readonly string[]): number {
  const name = label.toLowerCase()
  const all = `${name} ${hint} ${keywords}`.toLowerCase()
  let rank = 0
  for (const word of words) {
    if (!all.includes(word)) return Infinity
    if (name === word) rank += 0
    else if (name.startsWith(word)) rank += 1
    else if (name.includes(word)) rank += 2
    else rank += 4
  }
  return rank
}
