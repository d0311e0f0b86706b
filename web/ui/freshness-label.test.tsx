import { cleanup, render } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { FreshnessLabel } from './freshness-label.tsx'
import { HealthMark } from './health-mark.tsx'

afterEach(cleanup)

describe('a freshness label', () => {
  it.each([
    ['live', 1_000, false, '1 s'],
    ['live', 1_000, true, 'live 1 s'],
    ['late', 74_000, false, 'late 74 s'],
    ['stale', 380_000, false, 'stale 6 min 20 s'],
    ['unknown', 7_500_000, false, 'unknown, last seen 2 h 5 min ago'],
    ['unknown', null, false, 'never seen'],
    ['unknown', NaN, false, 'never seen'],
  ] as const)('%s at %s ms', (state, ageMs, withWord, text) => {
    const { container } = render(<FreshnessLabel state={state} ageMs={ageMs} withWord={withWord} />)
    expect(container.textContent).toBe(text)
    // What is not live never says it by colour alone.
    if (state !== 'live') expect(container.querySelector('svg')).not.toBeNull()
  })
})

describe('a health mark', () => {
  it('has a shape of its own for each health', () => {
    const shapes = (['healthy', 'degraded', 'failing', 'unknown', 'idle'] as const).map(
      (health) => render(<HealthMark health={health} />).container.querySelector('svg')?.innerHTML,
    )
    expect(new Set(shapes).size).toBe(5)
  })

  it('is named only where no words stand beside it', () => {
    const { container } = render(<HealthMark health="failing" label="failing" />)
    expect(container.querySelector('svg')?.getAttribute('aria-label')).toBe('failing')
    expect(
      render(<HealthMark health="failing" />)
        .container.querySelector('svg')
        ?.getAttribute('aria-hidden'),
    ).toBe('true')
  })
})
