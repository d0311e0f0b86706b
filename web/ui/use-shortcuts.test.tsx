import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { setSingleKeysOn } from './single-key-setting.ts'
import { useShortcuts } from './use-shortcuts.ts'

let ran: string[] = []
beforeEach(() => {
  ran = []
  setSingleKeysOn(true)
})
afterEach(cleanup)

function Listening({ dialog = false }: { dialog?: boolean }) {
  useShortcuts(['mod+k', 't', 'g t', 'Escape', '?'].map((keys) => ({ keys, run: () => ran.push(keys) })))
  return (
    <>
      <input aria-label="filter" />
      {dialog && <div role="dialog" aria-modal="true" aria-label="open" />}
    </>
  )
}

const press = (key: string, more: KeyboardEventInit = {}, target: Element = document.body) =>
  fireEvent.keyDown(target, { key, ...more })

describe('shortcuts', () => {
  it('run by one key, by a pair, and with Ctrl or ⌘', () => {
    render(<Listening />)
    press('t')
    press('?', { shiftKey: true })
    press('g')
    press('t')
    press('K', { metaKey: true })
    press('Escape')
    expect(ran).toEqual(['t', '?', 'g t', 'mod+k', 'Escape'])
  })

  it('of a pair come before the same key alone, whoever listens first', () => {
    function Shell() {
      useShortcuts([{ keys: 'g e', run: () => ran.push('g e') }])
      return <Screen />
    }
    // A child listens before its parent does.
    function Screen() {
      useShortcuts([{ keys: 'e', run: () => ran.push('e') }])
      return null
    }
    render(<Shell />)
    press('g')
    press('e')
    press('e')
    expect(ran).toEqual(['g e', 'e'])
  })

  it('leave a browser’s own shortcuts alone', () => {
    render(<Listening />)
    press('t', { ctrlKey: true })
    press('t', { altKey: true })
    expect(ran).toEqual([])
  })

  it('rest while somebody types, but for those with Ctrl', () => {
    render(<Listening />)
    press('t', {}, screen.getByLabelText('filter'))
    press('k', { ctrlKey: true }, screen.getByLabelText('filter'))
    expect(ran).toEqual(['mod+k'])
  })

  it('rest while a dialog is open: Escape is then its own', () => {
    render(<Listening dialog />)
    press('t')
    press('Escape')
    expect(ran).toEqual([])
  })

  it('of a single key rest where they are switched off', () => {
    setSingleKeysOn(false)
    render(<Listening />)
    press('t')
    press('Escape')
    press('k', { ctrlKey: true })
    expect(ran).toEqual(['Escape', 'mod+k'])
  })

  it('end with the component', () => {
    render(<Listening />).unmount()
    press('t')
    expect(ran).toEqual([])
  })
})
