import { z } from 'zod'
import { Roster, RosterDelta } from './roster.ts'
import { EpochMs } from './ids.ts'
import { FreshnessRule } from './freshness.ts'
import { HealthThresholds } from './health.ts'
import { SourceStatus } from './source-status.ts'

/**
 * The stream at /api/v1/stream: a WebSocket of the same origin. Text messages are the JSON below; binary messages are
 * frames (frame-codec). Order: hello, roster, key frame, then deltas; a roster delta always precedes the first frame
 * that needs it.
 */

export const STREAM_PROTOCOL = 1
/** The server sends a heartbeat this often; a browser that hears nothing for three of them says "not live". */
export const HEARTBEAT_MS = 5_000
/** A key frame comes at least this often. */
export const KEY_FRAME_EVERY_MS = 30_000

export const Hello = z.strictObject({
  type: z.literal('hello'),
  protocol: z.literal(STREAM_PROTOCOL),
  serverAt: EpochMs,
  /** True while the world shown is the simulated one; every screen then says so. */
  simulated: z.boolean(),
  /** The scenario's name while simulated. */
  scenario: z.string().optional(),
  freshness: FreshnessRule,
  health: HealthThresholds,
})
export type Hello = z.infer<typeof Hello>

export const RosterMessage = z.strictObject({ type: z.literal('roster'), roster: Roster })
export type RosterMessage = z.infer<typeof RosterMessage>
export const RosterDeltaMessage = z.strictObject({ type: z.literal('roster-delta'), delta: RosterDelta })
export type RosterDeltaMessage = z.infer<typeof RosterDeltaMessage>

/** Measures skew, and carries the sources' state so that it shows without polling. */
export const Heartbeat = z.strictObject({
  type: z.literal('heartbeat'),
  serverAt: EpochMs,
  /** The newest frame's sequence number. */
  seq: z.number().int().min(0),
  sources: z.array(SourceStatus),
})
export type Heartbeat = z.infer<typeof Heartbeat>

/** Said before the server closes the stream on purpose. */
export const Bye = z.strictObject({
  type: z.literal('bye'),
  reason: z.enum(['shutting-down', 'too-slow', 'session-ended', 'too-many-streams', 'bad-message']),
  /** Come back after this many ms. */
  retryAfterMs: z.number().int().min(0),
})
export type Bye = z.infer<typeof Bye>

export const ServerMessage = z.discriminatedUnion('type', [Hello, RosterMessage, RosterDeltaMessage, Heartbeat, Bye])
export type ServerMessage = z.infer<typeof ServerMessage>

/** First thing a browser says; with `since` it resumes after the last frame it holds. */
export const Start = z.strictObject({
  type: z.literal('start'),
  rosterEpoch: z.string().optional(),
  rosterVersion: z.number().int().min(0).optional(),
  since: z.number().int().min(0).optional(),
})
export type Start = z.infer<typeof Start>
/** A hidden tab asks for silence (heartbeats go on), and for a key frame when it is seen again. */
export const Pause = z.strictObject({ type: z.literal('pause') })
export const Resume = z.strictObject({ type: z.literal('resume') })

export const ClientMessage = z.discriminatedUnion('type', [Start, Pause, Resume])
export type ClientMessage = z.infer<typeof ClientMessage>
