import { UnstyledButton } from '@mantine/core'
import { Spotlight, createSpotlight, useSpotlight } from '@mantine/spotlight'
import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/ScrollArea.css'
import '@mantine/core/styles/Paper.css'
import '@mantine/core/styles/Overlay.css'
import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Modal.css'
import '@mantine/spotlight/styles.css'
import IconBolt from '@tabler/icons-react/dist/esm/icons/IconBolt.mjs'
import IconHexagon from '@tabler/icons-react/dist/esm/icons/IconHexagon.mjs'
import IconLayoutDashboard from '@tabler/icons-react/dist/esm/icons/IconLayoutDashboard.mjs'
import IconMap2 from '@tabler/icons-react/dist/esm/icons/IconMap2.mjs'
import IconMapPin from '@tabler/icons-react/dist/esm/icons/IconMapPin.mjs'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import { useEffect, useMemo, useState } from 'react'
import { search } from '#web/messages/en.ts'
import { findEntries, type PaletteEntry, type PaletteGroup } from './palette-entries.ts'
import classes from './palette.module.css'

export interface PaletteProps {
  open: boolean
  entries: readonly PaletteEntry[]
  /** False until the first picture: services and regions are not known yet. */
  rosterKnown: boolean
  onClose: () => void
  onChoose: (entry: PaletteEntry) => void
}

const ICONS: Record<PaletteGroup, typeof IconBolt> = {
  regions: IconMapPin,
  services: IconHexagon,
  places: IconMap2,
  screens: IconLayoutDashboard,
  actions: IconBolt,
}

/** Go anywhere, run anything, by typing. A listbox under a combobox, for those who hear it. */
export function Palette({ open, entries, rosterKnown, onClose, onChoose }: PaletteProps) {
  const [[store, palette]] = useState(createSpotlight)
  const { query, selected, listId } = useSpotlight(store)
  const found = useMemo(() => findEntries(entries, query), [entries, query])
  useEffect(() => (open ? palette.open() : palette.close()), [open, palette])
  const optionId = (index: number) => `${listId}-option-${index}`
  const total = found.reduce((sum, group) => sum + group.entries.length, 0)
  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      classNames={{ content: `${classes.content}`, overlay: `${classes.overlay}` }}
      overlayProps={{ backgroundOpacity: 0, blur: 0 }}
      transitionProps={{ duration: 120, transition: 'fade' }}
      size={620}
      yOffset={72}
      scrollable
      maxHeight={480}
      lockScroll={false}
      onSpotlightClose={onClose}
      attributes={{ content: { 'aria-label': search.label } }}
    >
      <Spotlight.Search
        placeholder={search.placeholder}
        leftSection={<IconSearch size={17} stroke={1.6} aria-hidden />}
        role="combobox"
        aria-label={search.input}
        aria-expanded
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={selected >= 0 && selected < total ? optionId(selected) : undefined}
        autoComplete="off"
        spellCheck={false}
      />
      <Spotlight.ActionsList className={classes.list} role="listbox" aria-label={search.label}>
        {found.map(({ group, entries: shown, more, first }) => (
          <Spotlight.ActionsGroup
            key={group}
            label={more === 0 ? search.groups[group] : `${search.groups[group]} · ${search.more(more)}`}
            role="group"
            aria-label={search.groups[group]}
          >
            {shown.map((entry, place) => (
              <Option
                key={entry.id}
                id={optionId(first + place)}
                selected={first + place === selected}
                entry={entry}
                onChoose={onChoose}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
      </Spotlight.ActionsList>
      {total === 0 && <Spotlight.Empty role="status">{search.nothing(query)}</Spotlight.Empty>}
      {!rosterKnown && <p className={classes.note}>{search.nothingYet}</p>}
    </Spotlight.Root>
  )
}

interface OptionProps {
  id: string
  selected: boolean
  entry: PaletteEntry
  onChoose: (entry: PaletteEntry) => void
}

/** Not the kit's own action: that drops the id by which the field names its choice to screen readers. */
function Option({ id, selected, entry, onChoose }: OptionProps) {
  const Icon = ICONS[entry.group]
  return (
    <UnstyledButton
      id={id}
      role="option"
      aria-selected={selected}
      data-action
      tabIndex={-1}
      className={classes.option}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onChoose(entry)}
    >
      <Icon size={16} stroke={1.6} aria-hidden />
      <span className={classes.label}>{entry.label}</span>
      <span className={classes.hint}>{entry.hint}</span>
    </UnstyledButton>
  )
}
