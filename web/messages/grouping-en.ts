/** Words of grouping, of places on the map and of their keeping. */
export const groupingWords = {
  label: 'Group',
  title: 'Draw together',
  by: { off: 'off', domain: 'domain', team: 'team', tier: 'tier', kind: 'kind', zone: 'zone' },
  choice: { off: 'Nothing', domain: 'Domains', team: 'Teams', tier: 'Tiers', kind: 'Kinds', zone: 'Zones' },
  hint: {
    off: 'Every service by itself',
    domain: 'What serves one purpose',
    team: 'What one team owns',
    tier: 'Steps from the entry',
    kind: 'Services, data stores, queues',
    zone: 'What stands in the same zones; whole services, for nobody tells their traffic by zone',
  },
  none: { domain: 'no domain', team: 'no team', kind: 'unknown kind', zone: 'zones unknown' },
  zones: (zones: readonly string[]) => (zones.length === 1 ? `only ${zones[0]}` : zones.join(' + ')),
  everyZone: (zones: number) => (zones === 2 ? 'both zones' : `all ${zones} zones`),
  tier: (tier: number) => `tier ${tier}`,
  kind: (kind: string) => KINDS.get(kind) ?? kind,
  counted: (label: string, members: number) => `${label} · ${members}`,
  failing: (count: number, members: number) => `${count} of ${members} failing`,
  degraded: (count: number, members: number) => `${count} of ${members} degraded`,
  open: (label: string) => `Open ${label}`,
  /** After what the button shows. */
  close: (shown: string) => `${shown}: close`,
} as const

const KINDS: ReadonlyMap<string, string> = new Map([
  ['service', 'services'],
  ['datastore', 'data stores'],
  ['queue', 'queues'],
  ['external', 'outside services'],
])

export const placesWords = {
  reset: 'Reset layout',
  resetDone: 'Laid out anew, for everybody.',
  undo: 'Undo',
  undone: 'The places from before are back.',
  dismiss: 'Close',
  layingOut: (share: string) => `Finding places … ${share}`,
  failed: (reason: string) => `The places are not saved: ${reason}`,
  retrying: (reason: string) => `The places are not saved yet; it is tried again by itself. ${reason}`,
} as const
