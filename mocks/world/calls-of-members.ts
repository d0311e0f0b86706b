import type { Call } from './calls.ts'

/** Identity, catalogue and personalisation. */
export const MEMBER_CALLS: Readonly<Record<string, readonly Call[]>> = {
  identity: [
    ['evcache-session', 1, 'fallback'],
    ['cassandra-identity', 0.12, 'required'],
    ['token-service', 0.1, 'required'],
  ],
  login: [
    ['identity', 1, 'required'],
    ['device-registry', 0.6, 'fallback'],
    ['bot-guard', 0.9, 'fallback'],
    ['cassandra-identity', 1.2, 'required'],
    ['member-messaging', 0.05, 'background'],
    ['event-stream', 1, 'background'],
  ],
  'token-service': [
    ['evcache-session', 0.25, 'fallback'],
    ['secrets', 0.002, 'fallback'],
  ],
  profile: [
    ['evcache-profile', 1, 'fallback'],
    ['cassandra-profile', 0.1, 'required'],
    ['parental-controls', 0.05, 'fallback'],
  ],
  account: [
    ['identity', 0.5, 'required'],
    ['plans', 0.4, 'fallback'],
    ['billing', 0.15, 'fallback'],
    ['cassandra-identity', 0.5, 'required'],
    ['device-registry', 0.1, 'fallback'],
  ],
  'device-registry': [
    ['evcache-session', 0.7, 'fallback'],
    ['device-db', 0.25, 'required'],
  ],
  'parental-controls': [['evcache-profile', 0.6, 'fallback']],
  catalogue: [
    ['title-metadata', 0.5, 'required'],
    ['title-rights', 0.4, 'required'],
    ['evcache-catalogue', 1.5, 'fallback'],
    ['cassandra-catalogue', 0.06, 'required'],
    ['localization', 0.2, 'fallback'],
  ],
  'title-metadata': [
    ['evcache-catalogue', 1, 'fallback'],
    ['cassandra-catalogue', 0.04, 'required'],
  ],
  'title-rights': [
    ['evcache-catalogue', 0.6, 'fallback'],
    ['cassandra-catalogue', 0.03, 'required'],
    ['geo', 0.1, 'fallback'],
  ],
  artwork: [
    ['evcache-catalogue', 0.9, 'fallback'],
    ['object-store', 0.03, 'fallback'],
    ['ab-allocation', 0.2, 'fallback'],
    ['ranking', 0.03, 'fallback'],
  ],
  localization: [['evcache-catalogue', 0.3, 'fallback']],
  subtitles: [
    ['evcache-catalogue', 0.8, 'fallback'],
    ['object-store', 0.04, 'fallback'],
  ],
  trailers: [
    ['title-metadata', 1, 'required'],
    ['cdn-steering', 0.5, 'fallback'],
    ['evcache-catalogue', 0.5, 'fallback'],
  ],
  'home-page': [
    ['recommendations', 0.7, 'fallback'],
    ['continue-watching', 0.8, 'fallback'],
    ['my-list', 0.7, 'fallback'],
    ['similar-titles', 0.3, 'fallback'],
    ['catalogue', 1, 'required'],
    ['artwork', 1, 'fallback'],
    ['ab-allocation', 0.8, 'fallback'],
    ['profile', 0.5, 'fallback'],
    ['member-messaging', 0.2, 'fallback'],
    ['evcache-home', 1.4, 'fallback'],
    ['event-stream', 0.5, 'background'],
  ],
  recommendations: [
    ['ranking', 0.8, 'fallback'],
    ['feature-store', 1.2, 'fallback'],
    ['viewing-history', 0.5, 'fallback'],
    ['evcache-home', 1.5, 'fallback'],
    ['ab-allocation', 0.5, 'fallback'],
    ['cassandra-profile', 0.1, 'fallback'],
  ],
  ranking: [
    ['feature-store', 1.5, 'fallback'],
    ['evcache-home', 0.8, 'fallback'],
    ['title-metadata', 0.4, 'fallback'],
  ],
  'similar-titles': [
    ['evcache-home', 0.9, 'fallback'],
    ['title-metadata', 0.5, 'required'],
    ['feature-store', 0.3, 'fallback'],
  ],
  'continue-watching': [
    ['bookmarks', 0.8, 'required'],
    ['viewing-history', 0.6, 'fallback'],
    ['title-rights', 0.5, 'fallback'],
    ['evcache-viewing', 0.6, 'fallback'],
  ],
  'my-list': [
    ['evcache-profile', 0.9, 'fallback'],
    ['cassandra-profile', 0.15, 'required'],
    ['title-rights', 0.3, 'fallback'],
  ],
  ratings: [
    ['cassandra-viewing', 0.4, 'required'],
    ['evcache-viewing', 0.8, 'fallback'],
    ['event-stream', 0.3, 'background'],
  ],
  'viewing-history': [
    ['evcache-viewing', 0.9, 'fallback'],
    ['cassandra-viewing', 0.25, 'required'],
  ],
  search: [
    ['search-index', 1.2, 'required'],
    ['catalogue', 0.6, 'fallback'],
    ['ranking', 0.4, 'fallback'],
    ['localization', 0.3, 'fallback'],
    ['event-stream', 0.5, 'background'],
  ],
  'feature-store': [
    ['evcache-home', 0.9, 'fallback'],
    ['cassandra-viewing', 0.06, 'fallback'],
  ],
  'ab-allocation': [
    ['evcache-profile', 0.6, 'fallback'],
    ['feature-flags', 0.1, 'fallback'],
    ['cassandra-profile', 0.02, 'fallback'],
  ],
  'feature-flags': [['configuration', 0.02, 'background']],
}
