import type { Call } from './calls.ts'

/** Billing, growth, encoding and the platform. */
export const BACK_OFFICE_CALLS: Readonly<Record<string, readonly Call[]>> = {
  billing: [
    ['payment-gateway', 0.15, 'required'],
    ['plans', 0.8, 'required'],
    ['tax', 0.3, 'required'],
    ['invoices', 0.2, 'fallback'],
    ['cassandra-billing', 1.5, 'required'],
    ['billing-queue', 0.5, 'background'],
    ['gift-cards', 0.05, 'fallback'],
  ],
  'payment-gateway': [
    ['card-processor', 0.9, 'required', { retries: 0, timeoutMs: 3_000 }],
    ['secrets', 0.1, 'fallback'],
    ['cassandra-billing', 1, 'required'],
    ['billing-queue', 0.8, 'background'],
  ],
  plans: [
    ['evcache-profile', 0.8, 'fallback'],
    ['cassandra-billing', 0.1, 'fallback'],
    ['localization', 0.3, 'fallback'],
  ],
  invoices: [
    ['cassandra-billing', 1, 'required'],
    ['object-store', 0.5, 'fallback'],
    ['tax', 0.2, 'fallback'],
    ['notification-queue', 0.4, 'background'],
  ],
  tax: [['cassandra-billing', 0.3, 'required']],
  'gift-cards': [
    ['cassandra-billing', 1, 'required'],
    ['payment-gateway', 0.1, 'fallback'],
  ],
  signup: [
    ['identity', 1, 'required'],
    ['plans', 1, 'required'],
    ['billing', 0.4, 'required'],
    ['bot-guard', 1, 'fallback'],
    ['account', 0.5, 'required'],
    ['gift-cards', 0.05, 'fallback'],
    ['notification-queue', 0.4, 'background'],
    ['event-stream', 2, 'background'],
  ],
  notifications: [
    ['profile', 0.5, 'fallback'],
    ['notification-queue', 1, 'background'],
    ['push-gateway', 0.2, 'background'],
    ['email-provider', 0.05, 'background'],
    ['evcache-profile', 0.5, 'fallback'],
  ],
  'member-messaging': [
    ['profile', 0.4, 'fallback'],
    ['localization', 0.6, 'fallback'],
    ['evcache-profile', 0.5, 'fallback'],
    ['notification-queue', 0.1, 'background'],
  ],
  'help-desk': [
    ['account', 0.6, 'required'],
    ['billing', 0.2, 'fallback'],
    ['viewing-history', 0.2, 'fallback'],
    ['device-registry', 0.3, 'fallback'],
  ],
  'studio-ingest': [
    ['object-store', 3, 'required'],
    ['encode-queue', 1, 'required'],
    ['encode-db', 2, 'required'],
    ['title-metadata', 0.5, 'fallback'],
  ],
  'encode-scheduler': [
    ['encode-queue', 1, 'required'],
    ['encoding', 0.8, 'background'],
    ['encode-db', 2, 'required'],
    ['configuration', 0.2, 'fallback'],
  ],
  encoding: [
    ['object-store', 4, 'required'],
    ['quality-check', 0.4, 'background'],
    ['packager', 0.5, 'background'],
    ['encode-db', 1, 'fallback'],
  ],
  packager: [
    ['key-vault', 1, 'required'],
    ['object-store', 2, 'required'],
    ['cdn-publisher', 0.8, 'background'],
    ['subtitles', 0.5, 'fallback'],
  ],
  'quality-check': [
    ['object-store', 2, 'required'],
    ['encode-queue', 0.1, 'background'],
    ['encode-db', 1, 'fallback'],
  ],
  'cdn-publisher': [
    ['cdn-steering', 1, 'fallback'],
    ['object-store', 1, 'required'],
    ['title-rights', 0.5, 'fallback'],
  ],
  'cdn-origin': [
    ['object-store', 0.9, 'required'],
    ['cdn-steering', 0.1, 'fallback'],
    ['title-rights', 0.2, 'fallback'],
  ],
  'event-ingest': [
    ['event-stream', 1, 'required'],
    ['event-router', 0.4, 'background'],
    ['geo', 0.2, 'background'],
  ],
  'event-router': [
    ['event-stream', 0.8, 'required'],
    ['viewing-events', 0.5, 'background'],
    ['metrics-ingest', 0.3, 'background'],
    ['encode-scheduler', 0.0008, 'background'],
    ['studio-ingest', 0.0003, 'background'],
  ],
  'session-telemetry': [
    ['viewing-events', 0.9, 'required'],
    ['metrics-ingest', 0.2, 'background'],
  ],
  'metrics-ingest': [['event-stream', 0.1, 'background']],
  discovery: [['configuration', 0.05, 'background']],
  configuration: [
    ['discovery', 0.1, 'background'],
    ['secrets', 0.01, 'background'],
  ],
  secrets: [['configuration', 0.02, 'background']],
}
