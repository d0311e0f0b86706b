import { describe, expect, it } from 'vitest'
import { fleetFrame, fleetRoster } from '#bff/history/fleet-fixture.ts'
import { LIVE, type ReplayState } from '#web/live/replay-state.ts'
import { momentWordsOf } from './moment-words.ts'

const NOW = Date.UTC(2026, 10, 22, 14, 14, 11)
const AT = Date.UTC(2026, 10, 22, 14, 2, 11)
const frame = (at: number) => fleetFrame({ roster: fleetRoster(), at, seq: 1 })

function wordsOf(state: Partial<ReplayState>) {
  return momentWordsOf({ ...LIVE, mode: 'paused', at: AT, frame: frame(AT), ...state }, NOW)
}

describe('what is said of the moment shown', () => {
  it('is nothing while live', () => {
    expect(momentWordsOf(LIVE, NOW)).toBeNull()
  })

  it('is which moment, how long ago, and whether it goes on', () => {
    expect(wordsOf({})).toMatchObject({ title: 'Paused', moment: '14:02:11 UTC', ago: '12 min ago', note: '' })
    expect(wordsOf({ mode: 'playing', speed: 10 })).toMatchObject({ title: 'Playing ×10', tone: 'past' })
    expect(wordsOf({ at: AT - 3 * 86_400_000 })?.moment).toBe('2026-11-19 14:02:11 UTC')
  })

  it('says where the picture is older than the moment, and where it is of another', () => {
    expect(wordsOf({ frame: frame(AT - 7_000) })?.note).toBe('picture of 14:02:04, 7 s before')
    const still = 'still the picture of 13:02:11'
    expect(wordsOf({ status: 'loading', frame: frame(AT - 3_600_000) })?.note).toContain(still)
    expect(wordsOf({ status: 'failed', frame: frame(AT - 3_600_000) })).toMatchObject({ tone: 'failed' })
  })

  it.each([
    [{ from: AT - 600_000, to: AT + 120_000 }, 'Nothing was recorded 13:52–14:04 UTC'],
    [{ from: AT - 20_000, to: AT + 20_000 }, 'Nothing was recorded 14:01:51–14:02:31 UTC'],
    [{ from: AT, to: null }, 'Nothing was recorded after 14:02:11 UTC'],
    [{ from: null, to: AT }, 'Nothing was recorded before 14:02:11 UTC'],
    [{ from: null, to: null }, 'Nothing is recorded yet'],
  ])('a gap by its ends: %j', (gap, note) => {
    expect(wordsOf({ status: 'gap', gap, frame: null })?.note).toBe(note)
  })
})
