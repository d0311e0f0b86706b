import { z } from 'zod'
import type { ServiceLink } from '#contract/services/ownership.ts'
import type { OwnerReading } from '#bff/topology/facts.ts'
import { BackstageDocument, OwnDocument, OwnEntry } from './wire.ts'

export interface CatalogueProblem {
  /** `services[3].tier`, `spec`; empty for the whole document. */
  path: string
  message: string
}

export interface ReadDocument {
  owners: OwnerReading[]
  /** Teams by their name in the catalogue, as people call them. */
  teams: ReadonlyMap<string, string>
  problems: CatalogueProblem[]
}

/** One YAML document, of our own form or Backstage's. `lineOf` says where a part of it is written. */
export function ownersOfDocument(
  document: unknown,
  lineOf: (path: readonly (string | number)[]) => string,
): ReadDocument {
  if (document === null || document === undefined) return { owners: [], teams: new Map(), problems: [] }
  const backstage = BackstageDocument.safeParse(document)
  if (backstage.success) return ofBackstage(backstage.data, lineOf([]))
  const own = OwnDocument.safeParse(document)
  if (own.success) return ofOwn(own.data.services, lineOf)
  const message = 'expected `services:` with a list, or a Backstage entity with apiVersion, kind and metadata.name'
  return { owners: [], teams: new Map(), problems: [{ path: '', message }] }
}

function ofOwn(entries: readonly unknown[], lineOf: (path: readonly (string | number)[]) => string): ReadDocument {
  const owners: OwnerReading[] = []
  const problems: CatalogueProblem[] = []
  entries.forEach((entry, index) => {
    const parsed = OwnEntry.safeParse(entry)
    if (parsed.success) owners.push(ownerOfEntry(parsed.data, lineOf(['services', index])))
    else problems.push(...parsed.error.issues.map((issue) => problemOf(issue, `services[${index}]`)))
  })
  return { owners, teams: new Map(), problems }
}

function problemOf(issue: z.core.$ZodIssue, at: string): CatalogueProblem {
  return { path: [at, ...issue.path.map(String)].join('.'), message: issue.message }
}

function ownerOfEntry(entry: OwnEntry, writtenIn: string): OwnerReading {
  const { repository, documentation } = entry
  const of = (kind: ServiceLink['kind'], links: OwnEntry['links'], name: string): ServiceLink[] =>
    links.map(({ title, url }) => ({ kind, title: title ?? name, url }))
  return {
    name: entry.name,
    title: entry.title ?? null,
    description: entry.description ?? null,
    team: entry.team ?? null,
    onCall: entry.onCall ?? null,
    tier: entry.tier ?? null,
    domain: entry.domain ?? null,
    lifecycle: entry.lifecycle ?? null,
    links: [
      ...of('runbook', entry.runbooks, 'Runbook'),
      ...of('dashboard', entry.dashboards, 'Dashboard'),
      ...(repository === undefined ? [] : of('repository', [{ title: null, url: repository }], 'Repository')),
      ...(documentation === undefined
        ? []
        : of('documentation', [{ title: null, url: documentation }], 'Documentation')),
      ...of('other', entry.links, 'Link'),
    ],
    writtenIn,
  }
}

/** Components are services; Groups say what a team is called; the other kinds say nothing of who owns what. */
function ofBackstage(document: BackstageDocument, writtenIn: string): ReadDocument {
  const { kind, metadata, spec } = document
  const nothing: ReadDocument = { owners: [], teams: new Map(), problems: [] }
  if (kind === 'Group') {
    const profile = z.object({ displayName: z.string() }).safeParse(spec?.['profile'])
    return profile.success ? { ...nothing, teams: new Map([[metadata.name, profile.data.displayName]]) } : nothing
  }
  if (kind !== 'Component') return nothing
  const owner: OwnerReading = {
    name: metadata.name,
    title: metadata.title ?? null,
    description: metadata.description ?? null,
    team: entityName(spec?.['owner']),
    onCall: onCallOf(document),
    tier: tierOf(metadata.labels?.['tier'] ?? metadata.annotations?.['tier'] ?? spec?.['tier']),
    domain: entityName(spec?.['system'] ?? spec?.['domain']),
    lifecycle: textOf(spec?.['lifecycle']),
    links: linksOf(document),
    writtenIn,
  }
  return { ...nothing, owners: [owner] }
}

const ON_CALL_ANNOTATIONS = ['pagerduty.com/service-id', 'opsgenie.com/team', 'spillway/on-call'] as const

function onCallOf({ metadata }: BackstageDocument): string | null {
  return ON_CALL_ANNOTATIONS.map((name) => textOf(metadata.annotations?.[name])).find((text) => text !== null) ?? null
}

function linksOf({ metadata }: BackstageDocument): ServiceLink[] {
  const slug = textOf(metadata.annotations?.['github.com/project-slug'])
  const source = textOf(metadata.annotations?.['backstage.io/source-location'])?.replace(/^url:/, '') ?? null
  const repository = source ?? (slug === null ? null : `https://github.com/${slug}`)
  return [
    ...(metadata.links ?? []).map(({ url, title, type }) =>
      link(kindOf(`${type ?? ''} ${title ?? ''}`), title ?? url, url),
    ),
    ...(repository === null ? [] : [link('repository', 'Repository', repository)]),
  ].filter((one) => one !== null)
}

/** An address that is none is left out: it could not be followed. */
function link(kind: ServiceLink['kind'], title: string, url: string): ServiceLink | null {
  return z.url({ protocol: /^https?$/ }).safeParse(url).success ? { kind, title: title.slice(0, 200), url } : null
}

function kindOf(words: string): ServiceLink['kind'] {
  if (/runbook|playbook/i.test(words)) return 'runbook'
  if (/dashboard|grafana/i.test(words)) return 'dashboard'
  if (/doc/i.test(words)) return 'documentation'
  return /on-?call|pager/i.test(words) ? 'on-call' : 'other'
}

/** `group:default/playback` is `playback`. */
function entityName(value: unknown): string | null {
  const text = textOf(value)
  return text === null ? null : (text.split('/').at(-1)?.split(':').at(-1) ?? null)
}

function tierOf(value: unknown): number | null {
  const digits = /^(?:tier-?)?(\d)$/i.exec(String(value ?? ''))?.[1]
  return digits === undefined ? null : Number(digits)
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
