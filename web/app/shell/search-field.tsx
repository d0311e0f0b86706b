import { UnstyledButton } from '@mantine/core'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import { search } from '#web/messages/en.ts'
import { KeyHint } from '#web/ui/key-hint.tsx'
import { modKeyName } from '../shortcuts/mod-key-name.ts'
import classes from './top-bar.module.css'

/** Looks like a field, opens the palette. */
export function SearchField({ onOpen, onApproach }: { onOpen: () => void; onApproach: () => void }) {
  return (
    <UnstyledButton
      className={`${classes.chip} ${classes.search}`}
      onClick={onOpen}
      onPointerEnter={onApproach}
      onFocus={onApproach}
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K /"
    >
      <span className={classes.searchWords}>{search.placeholder}</span>
      <IconSearch className={classes.searchIcon} size={15} stroke={1.6} aria-hidden />
      <span className={classes.searchKeys}>
        <KeyHint keys={[modKeyName(), 'K']} decorative />
      </span>
    </UnstyledButton>
  )
}
