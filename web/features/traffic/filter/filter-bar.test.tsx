import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Preset } from '#contract/presets.ts'
import { presetsQuery } from '#web/api/presets.ts'
import { createFleet, type FleetChanges } from '#web/fleet/fleet-fixture.ts'
import type { TrafficSearch } from '../traffic-search.ts'
import { TrafficFilterBar } from './traffic-filter-bar.tsx'
import { fetchFilterLanguage } from '#web/filter/use-filter-language.ts'
import { useFilter } from '#web/filter/use-filter.ts'
import { filterAskedBy } from './filter-asked-by.ts'

afterEach(cleanup)

describe('before the language has been fetched', () => {
  it('keeps what is typed, offers for it and applies it as soon as it can be read', async () => {
    const { type, press, search, field } = show()
    type('name = ap')
    press('Enter')
    expect(field.value).toBe('name = ap')
    expect(search().q).toBeUndefined()
    type('name = api')
    expect(screen.queryByRole('option')).toBeNull()
    await screen.findAllByRole('option')
    expect(field.value).toBe('name = api')
    await waitFor(() => expect(search().q).toBe('name = api'))
    await screen.findByText('1 of 6 services shown · 5 dimmed')
  })
})

describe('once it is there', () => {
  beforeAll(fetchFilterLanguage)
  it('is there for every field at once', () => {
    const { type } = show()
    type('name = ap')
    expect(screen.getAllByRole('option').length).toBeGreaterThan(0)
  })
})

const ILL: FleetChanges = { nodes: { 'us-east-1/license': { errorShare: 0.3 } } }
const REGION: TrafficSearch = { view: 'us-east-1' }

interface Shown {
  field: HTMLInputElement
  search: () => TrafficSearch
  /** Steps that the back button takes back. */
  steps: () => number
  type: (text: string, cursor?: number) => void
  press: (key: string) => void
}

function show(start: TrafficSearch = REGION, presets: Preset[] = []): Shown {
  const fleet = createFleet(ILL)
  const seen: { search: TrafficSearch; replace: boolean }[] = []
  function Page() {
    const [search, setSearch] = useState(start)
    const filter = useFilter(fleet, filterAskedBy(search))
    const onSearch = (next: TrafficSearch, how?: { replace: boolean }): void => {
      seen.push({ search: next, replace: how?.replace ?? false })
      setSearch(next)
    }
    return <TrafficFilterBar fleet={fleet} search={search} filter={filter} onSearch={onSearch} />
  }
  const queries = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
  queries.setQueryData(presetsQuery().queryKey, { presets })
  render(
    <QueryClientProvider client={queries}>
      <MantineProvider>
        <Page />
      </MantineProvider>
    </QueryClientProvider>,
  )
  const field = screen.getByRole<HTMLInputElement>('combobox')
  return {
    field,
    search: () => seen.at(-1)?.search ?? start,
    steps: () => seen.filter(({ replace }) => !replace).length,
    type(text, cursor = text.length) {
      field.focus()
      fireEvent.change(field, { target: { value: text, selectionStart: cursor, selectionEnd: cursor } })
    },
    press: (key) => void fireEvent.keyDown(field, { key }),
  }
}

describe('the filter field', () => {
  it('applies what is written on Enter, as one step back, and counts what is left', () => {
    const { type, press, search, steps } = show()
    type('errors > 1%')
    press('Enter')
    expect(search()).toEqual({ view: 'us-east-1', q: 'errors > 1%' })
    expect(steps()).toBe(1)
    expect(screen.getByText('1 of 6 services shown · 5 dimmed')).toBeTruthy()
    type('errors > 1% or neighbours')
    press('Enter')
    expect(search().q).toBe('errors > 1% or neighbours')
    expect(steps()).toBe(1)
  })

  it('applies it by itself after a pause', async () => {
    const { type, search } = show()
    type('name = api')
    expect(search().q).toBeUndefined()
    await waitFor(() => expect(search().q).toBe('name = api'))
  })

  it('says what is wrong, and where, and leaves the picture as it is', () => {
    const { type, press, search, field } = show({ ...REGION, q: 'errors > 1%' })
    type('errorz > 1%')
    expect(field.getAttribute('aria-invalid')).toBe('false')
    press('Enter')
    expect(search().q).toBe('errors > 1%')
    expect(field.getAttribute('aria-invalid')).toBe('true')
    const note = document.getElementById(field.getAttribute('aria-describedby') ?? '')
    expect(note?.textContent).toContain('did you mean errors?')
    expect(note?.textContent).toContain('still shows the filter before')
    expect(document.querySelector('mark')?.textContent).toBe('errorz')
  })

  it('says of a link that cannot be read that nothing is filtered', () => {
    show({ ...REGION, q: 'errors >' })
    expect(screen.getAllByRole('status').some((one) => one.textContent?.includes('Nothing is filtered'))).toBe(true)
  })

  it('follows the address when somebody else changes it', () => {
    const { field } = show({ ...REGION, q: 'errors > 1%' })
    expect(field.value).toBe('errors > 1%')
    fireEvent.click(screen.getByRole('button', { name: 'Show all' }))
    expect(field.value).toBe('')
  })

  it('says where a name is unknown', () => {
    show({ ...REGION, q: 'neighbours of licence' })
    expect(screen.getByText(/There is no service/).textContent).toContain('did you mean license')
  })
})

describe('completion', () => {
  it('is walked by arrows and taken by Enter', () => {
    const { type, press, field, search } = show()
    type('lice')
    const list = screen.getByRole('listbox')
    const options = within(list).getAllByRole('option')
    expect(field.getAttribute('aria-expanded')).toBe('true')
    expect(field.getAttribute('aria-controls')).toBe(list.id)
    expect(field.hasAttribute('aria-activedescendant')).toBe(false)
    press('ArrowDown')
    press('ArrowDown')
    expect(field.getAttribute('aria-activedescendant')).toBe(options[1]?.id)
    expect(options[1]?.getAttribute('aria-selected')).toBe('true')
    press('ArrowUp')
    press('Enter')
    expect(field.value).toBe('license ')
    expect(search().q).toBeUndefined()
  })

  it('wraps round through the field itself', () => {
    const { type, press, field } = show()
    type('lice')
    press('ArrowUp')
    const last = within(screen.getByRole('listbox')).getAllByRole('option').at(-1)
    expect(field.getAttribute('aria-activedescendant')).toBe(last?.id)
    press('ArrowDown')
    expect(field.hasAttribute('aria-activedescendant')).toBe(false)
  })

  it('Escape closes the list and nothing else; a second one leaves the field', () => {
    const { type, press, field } = show()
    type('err')
    const before = fireEvent.keyDown(field, { key: 'Escape' })
    expect(before).toBe(false)
    expect(screen.queryByRole('listbox')).toBeNull()
    expect(document.activeElement).toBe(field)
    act(() => press('Escape'))
    expect(document.activeElement).not.toBe(field)
  })

  it('is taken with the mouse', () => {
    const { type, field } = show()
    type('err')
    fireEvent.click(within(screen.getByRole('listbox')).getAllByRole('option')[0] ?? field)
    expect(field.value).toBe('errors ')
    expect(screen.getByRole('listbox')).toBeTruthy()
  })
})

describe('what is had by one press', () => {
  it('e shows errors only, and e again everything', () => {
    const { search } = show()
    fireEvent.keyDown(document.body, { key: 'e' })
    expect(search().q).toBe('health in (degraded, failing)')
    expect(screen.getByRole('button', { name: /Errors only/ }).getAttribute('aria-pressed')).toBe('true')
    fireEvent.keyDown(document.body, { key: 'e' })
    expect(search()).toEqual(REGION)
  })

  it('e in the field is a letter', () => {
    const { field, search } = show()
    fireEvent.keyDown(field, { key: 'e' })
    expect(search()).toEqual(REGION)
  })

  it('an installation may mean something else by errors only', () => {
    const { search } = show(REGION, [{ name: 'errors only', expression: 'errors > 3%' }])
    fireEvent.keyDown(document.body, { key: 'e' })
    expect(search().q).toBe('errors > 3%')
  })

  it('hides the others or dims them, and forgets that with the filter', () => {
    const { search } = show({ ...REGION, q: 'errors > 1%' })
    fireEvent.click(screen.getByRole('button', { name: 'Hide others' }))
    expect(search()).toEqual({ ...REGION, q: 'errors > 1%', hide: true })
    expect(screen.getByText(/5 hidden/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Show all' }))
    expect(search()).toEqual(REGION)
    expect(screen.queryByRole('button', { name: 'Hide others' })).toBeNull()
  })
})

describe('presets', () => {
  const presets = [
    { name: 'Playback', expression: 'owner = "a team"' },
    { name: 'Broken', expression: 'errorz > 1%' },
  ]

  it('are the built-in ones and those of the configuration', () => {
    const { search } = show(REGION, presets)
    fireEvent.click(screen.getByRole('button', { name: /Presets/ }))
    const items = screen.getAllByRole('menuitemradio')
    expect(items.map((item) => item.firstChild?.textContent)).toEqual([
      'Errors only',
      'Busiest',
      'Saturated',
      'Unknown',
      'Playback',
      'Broken',
    ])
    expect(document.activeElement).toBe(items[0])
    fireEvent.click(items[4] ?? document.body)
    expect(search().q).toBe('owner = "a team"')
    expect(screen.queryByRole('menu')).toBeNull()
  })

  it('one that cannot be read says why and does nothing', () => {
    const { search } = show(REGION, presets)
    fireEvent.click(screen.getByRole('button', { name: /Presets/ }))
    const broken = screen.getByRole('menuitemradio', { name: /Broken/ })
    expect(broken.getAttribute('aria-disabled')).toBe('true')
    expect(broken.textContent).toContain('did you mean')
    fireEvent.click(broken)
    expect(search()).toEqual(REGION)
  })

  it('are walked by arrows, closed by Escape', () => {
    show(REGION, presets)
    const button = screen.getByRole('button', { name: /Presets/ })
    fireEvent.click(button)
    const menu = screen.getByRole('menu')
    fireEvent.keyDown(menu, { key: 'ArrowDown' })
    expect(document.activeElement?.textContent).toContain('Busiest')
    fireEvent.keyDown(menu, { key: 'End' })
    expect(document.activeElement?.textContent).toContain('Broken')
    fireEvent.keyDown(menu, { key: 'ArrowDown' })
    expect(document.activeElement?.textContent).toContain('Errors only')
    fireEvent.keyDown(menu, { key: 'Escape' })
    expect(screen.queryByRole('menu')).toBeNull()
    expect(document.activeElement).toBe(button)
  })
})
