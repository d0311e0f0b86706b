import { describe, expect, it } from 'vitest'
import { MARKS } from '#web/engine/engine-graph.ts'
import { DARK_THEME as theme } from '#web/engine/engine-theme.ts'
import { drawBadges } from './draw-badges.ts'
import { createSvgPaper } from './svg-paper.ts'

function drawn(code: number): string {
  const paper = createSvgPaper()
  drawBadges(paper, { x: 50, y: 50, radius: 12, code }, theme)
  return paper.file({ width: 100, height: 100, scale: 1, title: 'badges', fontFamily: 'sans-serif' })
}

describe('badges on paper', () => {
  it('are none where there are no marks', () => {
    expect(drawn(0)).not.toContain(theme.degraded)
  })

  it('have a shape and a colour for each kind', () => {
    const kinds = Object.values(MARKS).map(drawn)
    expect(new Set(kinds).size).toBe(kinds.length)
    expect(drawn(MARKS.critical)).toContain(theme.failing)
    expect(drawn(MARKS.warning)).toContain(theme.degraded)
    for (const code of [MARKS.trial, MARKS.saturates]) expect(drawn(code)).toContain(theme.action)
  })

  it('stand side by side', () => {
    const all = drawn(MARKS.critical + MARKS.breaker + MARKS.change)
    for (const colour of [theme.failing, theme.degraded, theme.text]) expect(all).toContain(colour)
  })
})
