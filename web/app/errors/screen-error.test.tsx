import { MantineProvider } from '@mantine/core'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { isMissingPart } from './is-missing-part.ts'
import { ScreenError } from './screen-error.tsx'

afterEach(cleanup)

function show(error: unknown, onAgain: () => void = () => {}) {
  render(
    <MantineProvider>
      <ScreenError screen="Traffic" error={error} onAgain={onAgain} />
    </MantineProvider>,
  )
}

describe('a broken screen', () => {
  it('says which, what the browser said, and draws again when told', () => {
    const onAgain = vi.fn<() => void>()
    show(new TypeError('x is undefined'), onAgain)
    expect(screen.getByRole('alert').textContent).toContain('Traffic could not be drawn')
    expect(screen.getByText('x is undefined')).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: 'Draw it again' }))
    expect(onAgain).toHaveBeenCalledOnce()
  })

  it('whose code could not be fetched asks for a reload', () => {
    show(new TypeError('Failed to fetch dynamically imported module: http://x/assets/a.js'))
    expect(screen.getByRole('heading', { name: 'A part of the console could not be loaded' })).toBeDefined()
    expect(screen.getByRole('button', { name: 'Reload' })).toBeDefined()
  })
})

describe('a missing part', () => {
  it.each([
    ['Failed to fetch dynamically imported module: http://x/a.js', true],
    ['error loading dynamically imported module: http://x/a.js', true],
    ['Importing a module script failed.', true],
    ['Unable to preload CSS for /assets/a.css', true],
    ['Failed to fetch', false],
    ['x is undefined', false],
  ])('%s', (message, isMissing) => {
    expect(isMissingPart(new TypeError(message))).toBe(isMissing)
  })
})
