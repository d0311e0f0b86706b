import { decodeReplayHead, REPLAY_HEAD_BYTES } from '#contract/replay-container.ts'
import { readReplay, type Replay } from '#contract/read-replay.ts'
import { inflateBody } from './inflate-body.ts'

/** An answer of `GET /api/v1/history/frames`, checked. Rejects (a RangeError) where the bytes are none. */
export async function inflateReplay(answer: ArrayBuffer): Promise<Replay> {
  const bytes = new Uint8Array(answer)
  const payloadBytes = decodeReplayHead(bytes)
  return readReplay(await inflateBody(bytes.subarray(REPLAY_HEAD_BYTES), payloadBytes))
}
