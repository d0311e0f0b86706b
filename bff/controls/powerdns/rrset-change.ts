import type { Weights } from '#contract/evacuation/plane.ts'
import type { WriteIntent } from '#bff/evacuation/control.ts'
import { parseJson } from '../exchange.ts'
import { luaTexts } from './lua-record.ts'
import type { PowerdnsSettings } from './settings.ts'
import { CommentMark, OUR_ACCOUNT, type Rrset, type RrsetChange } from './wire.ts'

/** The whole of one segment's record, with whose it is beside it. */
export function changeOf(input: {
  settings: PowerdnsSettings
  record: string
  weights: Weights
  mark: WriteIntent['mark']
}): RrsetChange {
  const { settings, record, weights, mark } = input
  const { planId, epoch, step } = mark
  return {
    name: record,
    type: 'LUA',
    ttl: settings.ttl,
    changetype: 'REPLACE',
    records: luaTexts(settings, weights).map((content) => ({ content, disabled: false })),
    comments: [{ content: JSON.stringify({ spillway: 1, planId, epoch, step }), account: OUR_ACCOUNT }],
  }
}

/** Who wrote it last, where that was us; a record written by others keeps a comment only where they left it. */
export function markOf(rrsets: readonly Rrset[], record: string): WriteIntent['mark'] | null {
  const comments = rrsets.find((rrset) => rrset.name === record && rrset.type === 'LUA')?.comments ?? []
  const comment = comments.find(({ account }) => account === OUR_ACCOUNT)
  const parsed = CommentMark.safeParse(parseJson(comment?.content ?? ''))
  if (!parsed.success) return null
  const { planId, epoch, step } = parsed.data
  return { planId, epoch, step }
}
