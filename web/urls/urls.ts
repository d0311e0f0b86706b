/**
 * Every address of the console, built in one place. What a screen shows stands in the search part as plain words
 * (`?view=us-east-1&sel=us-east-1/api&at=2026-11-22T14:02:11Z`): readable, typeable, and the same for the router and
 * for a copied link.
 */

export const PATHS = {
  traffic: '/',
  services: '/services',
  changes: '/changes',
  sources: '/sources',
  evacuate: '/evacuate',
  readiness: '/evacuate/readiness',
  access: '/access',
  signIn: '/sign-in',
  apiPage: '/api/docs',
} as const

/** A value of the search part; absent, null and empty ones are left out of the address. */
export type SearchValue = string | number | boolean | null | undefined

/** What `/` can show. More fields of the traffic screen pass through as they are. */
export interface TrafficAddress {
  /** A region's id; the whole world when absent. */
  view?: string | undefined
  /** The selected node (`us-east-1/api`), edge or region. */
  sel?: string | undefined
  /** The instant shown, UTC ms or as it stands in an address; now when absent. */
  at?: number | string | undefined
  [field: string]: SearchValue
}

export function trafficUrl(address: TrafficAddress = {}): string {
  const { at, ...rest } = address
  return `${PATHS.traffic}${searchTextOf({ ...rest, at: typeof at === 'number' ? instantTextOf(at) : at })}`
}

/** How the table of services is looked at. */
export interface ServicesAddress {
  /** What is found, by the same language as on the map. */
  q?: string | undefined
  [field: string]: SearchValue
}

export function servicesUrl(address: ServicesAddress = {}): string {
  return `${PATHS.services}${searchTextOf(address)}`
}

export interface ServiceAddress {
  /** The region whose calls are shown first. */
  region?: string | undefined
  [field: string]: SearchValue
}

/** All that is known of one service, in every region. */
export function serviceUrl(service: string, address: ServiceAddress = {}): string {
  return `${PATHS.services}/${readable(service)}${searchTextOf(address)}`
}

/** Which changes are looked at; `record` opens the dialog to write one down. */
export function changesUrl(address: Readonly<Record<string, SearchValue>> = {}): string {
  return `${PATHS.changes}${searchTextOf(address)}`
}

export function sourcesUrl(): string {
  return PATHS.sources
}

/** What is being considered; every field of it can be absent. */
export interface EvacuateAddress {
  region?: string | undefined
  [field: string]: SearchValue
}

/** Verdicts, what an evacuation would do, runs. */
export function evacuateUrl(address: EvacuateAddress = {}): string {
  return `${PATHS.evacuate}${searchTextOf(address)}`
}

/** What would stand in the way of leaving a region, and the plans that stand ready. */
export function readinessUrl(region?: string): string {
  return `${PATHS.readiness}${searchTextOf({ region })}`
}

/** One run, from its draft to its end: also what an approver is sent. */
export function runUrl(id: string): string {
  return `${PATHS.evacuate}/${readable(id)}`
}

/** The same to be printed. */
export function runReportUrl(id: string): string {
  return `${runUrl(id)}/report`
}

/** Who you are, who else there is, what each may do. */
export function accessUrl(): string {
  return PATHS.access
}

/** The API's own page: served by the server, not by the router. */
export function apiPageUrl(): string {
  return PATHS.apiPage
}

/** What of an address says of which time it is: the moment, how it is compared, the stretch along the bottom. */
const TIME_FIELDS = ['at', 'vs', 'measure', 'side', 'range'] as const

/** Another view of the traffic, at the moment that `from` shows: whoever looks at the past goes on looking at it. */
export function keepingMoment(href: string, from: string): string {
  const [path = '', text = ''] = href.split('?')
  const shown = searchOf(from.split('?')[1] ?? '')
  const search = searchOf(text)
  if (path !== PATHS.traffic || TIME_FIELDS.some((field) => search[field] !== undefined)) return href
  const kept = Object.fromEntries(TIME_FIELDS.map((field) => [field, shown[field]]))
  return `${path}${searchTextOf({ ...search, ...kept })}`
}

/** A moment as it stands in an address: `2026-11-22T14:02:11Z`, whole seconds. */
export function instantTextOf(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, 'Z')
}

/** UTC ms, or undefined where the text is not a moment. */
export function instantOf(text: string): number | undefined {
  const epochMs = Date.parse(text)
  return Number.isNaN(epochMs) ? undefined : epochMs
}

/** `?a=b&c=d` in the order given, or nothing at all; slashes, colons and commas stay readable. */
export function searchTextOf(search: Readonly<Record<string, SearchValue>>): string {
  const parts = Object.entries(search).flatMap(([field, value]) =>
    value === undefined || value === null || value === '' ? [] : [`${readable(field)}=${readable(String(value))}`],
  )
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}

/** The fields of a search part, all as text; the last of a repeated field counts. */
export function searchOf(searchText: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(searchText))
}

function readable(text: string): string {
  return encodeURIComponent(text).replace(/%(?:2F|3A|2C|40)/g, (escaped) => decodeURIComponent(escaped))
}
