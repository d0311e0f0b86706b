import type { NodeKind } from '#contract/roster.ts'

/** A part of the business: who owns it, and what its services are about. */
export interface Domain {
  domain: string
  owners: readonly string[]
  nouns: readonly string[]
}

type Row = readonly [domain: string, owners: string, nouns: string]

const ROWS: readonly Row[] = [
  ['ordering', 'orders, checkout', 'order basket checkout returns gift'],
  ['catalogue', 'catalogue, content', 'product variant brand media review'],
  ['identity', 'identity', 'account session consent device passkey'],
  ['payments', 'payments, risk', 'payment refund wallet ledger payout'],
  ['search', 'discovery', 'search suggest facet synonym ranking'],
  ['shipping', 'fulfilment, carriers', 'shipment parcel carrier label tracking'],
  ['stock', 'inventory', 'stock warehouse reservation supplier pallet'],
  ['pricing', 'pricing', 'price promotion coupon currency margin'],
  ['recommendations', 'personalisation', 'recommendation affinity trending home feed'],
  ['messaging', 'growth, messaging', 'email push campaign template inbox'],
  ['support', 'care', 'ticket chat callback complaint knowledge'],
  ['fraud', 'risk', 'fraud velocity blocklist chargeback signal'],
  ['advertising', 'ads', 'auction bid creative audience pacing'],
  ['loyalty', 'loyalty', 'points tier reward voucher referral'],
  ['subscriptions', 'billing', 'subscription invoice renewal dunning tax'],
  ['marketplace', 'sellers', 'seller listing commission dispute storefront'],
  ['playback', 'media', 'stream manifest licence bitrate subtitle'],
  ['maps', 'geo', 'geocode route eta address territory'],
  ['bookings', 'travel', 'booking calendar availability seat itinerary'],
  ['delivery', 'couriers', 'courier dispatch slot depot handover'],
  ['analytics', 'insight', 'event metric cohort funnel export'],
  ['experiments', 'insight, platform', 'experiment flag exposure holdout variant-set'],
  ['documents', 'content', 'document template-set signature archive scan'],
  ['partners', 'partnerships', 'partner contract quota settlement onboarding'],
  ['finance', 'finance', 'journal reconciliation forecast budget audit'],
  ['people', 'workplace', 'roster shift badge leave directory'],
  ['machine-learning', 'ml-platform', 'feature embedding model training scoring'],
  ['platform', 'platform', 'config secret quota-limit lease schedule'],
  ['observability', 'platform', 'trace log alarm probe dashboard'],
  ['media-processing', 'media', 'transcode thumbnail watermark crop upload'],
  ['compliance', 'legal', 'retention erasure residency screening report'],
  ['community', 'social', 'comment follow reaction moderation group'],
]

export const DOMAINS: readonly Domain[] = ROWS.map(([domain, owners, nouns]) => ({
  domain,
  owners: owners.split(', '),
  nouns: nouns.split(' '),
}))

const ROLES: Readonly<Record<'gateway' | 'service', readonly string[]>> = {
  gateway: ['gateway', 'web', 'mobile-api', 'partner-api', 'public-api', 'graph'],
  service: [
    'api',
    'service',
    'store-front',
    'rules',
    'history',
    'reader',
    'writer',
    'resolver',
    'planner',
    'matcher',
    'validator',
    'policy',
    'quota',
    'enricher',
    'indexer',
    'projector',
    'scheduler',
    'worker',
    'importer',
    'sync',
    'view',
    'limits',
    'lookup',
    'webhooks',
  ],
}

const STORES: Readonly<Record<Exclude<NodeKind, 'service' | 'internet' | 'cdn'>, readonly string[]>> = {
  datastore: ['db', 'cache', 'index', 'ledger-db', 'blobs'],
  queue: ['events', 'jobs', 'outbox'],
  external: ['provider', 'bureau', 'network'],
}

/** Gives every service a name of its own; the same calls in the same order give the same names. */
export function createNames(): {
  name(input: { domain: Domain; kind: NodeKind; isGateway: boolean; draw: (limit: number) => number }): string
} {
  const taken = new Set<string>()
  return {
    name({ domain, kind, isGateway, draw }) {
      const noun = domain.nouns[draw(domain.nouns.length)] ?? domain.domain
      const roles = rolesOf(kind, isGateway)
      const wanted = `${noun}-${roles[draw(roles.length)] ?? 'service'}`
      let found = wanted
      for (let number = 2; taken.has(found); number += 1) found = `${wanted}-${number}`
      taken.add(found)
      return found
    },
  }
}

function rolesOf(kind: NodeKind, isGateway: boolean): readonly string[] {
  if (isGateway) return ROLES.gateway
  return kind === 'datastore' || kind === 'queue' || kind === 'external' ? STORES[kind] : ROLES.service
}
