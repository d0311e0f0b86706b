import { Modal, Switch } from '@mantine/core'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Paper.css'
import '@mantine/core/styles/Overlay.css'
import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Modal.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Switch.css'
import { shortcuts as words } from '#web/messages/en.ts'
import { KeyHint } from '#web/ui/key-hint.tsx'
import { setSingleKeysOn, useSingleKeysOn } from '#web/ui/single-key-setting.ts'
import { modKeyName } from './mod-key-name.ts'
import classes from './shortcuts-sheet.module.css'

interface ListedShortcut {
  does: string
  /** Alternatives; each a sequence of keys pressed one after the other. */
  keys: ReadonlyArray<readonly string[]>
  singleKey: boolean
}

const EVERYWHERE: readonly ListedShortcut[] = [
  { does: words.palette, keys: [[`${modKeyName()} K`]], singleKey: false },
  { does: words.palette, keys: [['/']], singleKey: true },
  { does: words.goTraffic, keys: [['g', 't']], singleKey: true },
  { does: words.goEvacuate, keys: [['g', 'e']], singleKey: true },
  { does: words.goServices, keys: [['g', 's']], singleKey: true },
  { does: words.goChanges, keys: [['g', 'c']], singleKey: true },
  { does: words.goSources, keys: [['g', 'o']], singleKey: true },
  { does: words.sheet, keys: [['?']], singleKey: true },
  { does: words.closeOrUp, keys: [['Esc']], singleKey: false },
]

const ON_TRAFFIC: readonly ListedShortcut[] = [
  { does: words.table, keys: [['t']], singleKey: true },
  { does: words.errorsOnly, keys: [['e']], singleKey: true },
  { does: words.compare, keys: [['c']], singleKey: true },
  { does: words.pauseOrPlay, keys: [['Space']], singleKey: true },
  { does: words.live, keys: [['l']], singleKey: true },
  { does: words.scrub, keys: [['←'], ['→']], singleKey: false },
  { does: words.openSelected, keys: [['Enter']], singleKey: false },
  { does: words.zoom, keys: [['+'], ['−']], singleKey: true },
  { does: words.fit, keys: [['0']], singleKey: true },
]

const ON_RUN: readonly ListedShortcut[] = [{ does: words.pauseRun, keys: [['Space']], singleKey: true }]

/** Every shortcut there is, and the switch that turns single keys off. */
export function ShortcutsSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const singleKeys = useSingleKeysOn()
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={words.title}
      size={520}
      centered
      lockScroll={false}
      transitionProps={{ duration: 120, transition: 'fade' }}
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': words.close }}
      classNames={{ content: `${classes.content}`, header: `${classes.header}`, title: `${classes.title}` }}
    >
      <ShortcutList title={words.everywhere} shortcuts={EVERYWHERE} singleKeys={singleKeys} />
      <ShortcutList title={words.onTraffic} shortcuts={ON_TRAFFIC} singleKeys={singleKeys} />
      <ShortcutList title={words.onRun} shortcuts={ON_RUN} singleKeys={singleKeys} />
      <Switch
        className={classes.setting}
        label={words.singleKeys}
        description={words.singleKeysHint}
        checked={singleKeys}
        onChange={(event) => setSingleKeysOn(event.currentTarget.checked)}
      />
    </Modal>
  )
}

interface ShortcutListProps {
  title: string
  shortcuts: readonly ListedShortcut[]
  singleKeys: boolean
}

function ShortcutList({ title, shortcuts, singleKeys }: ShortcutListProps) {
  return (
    <section className={classes.section}>
      <h3 className="group-label">{title}</h3>
      <dl className={classes.list}>
        {shortcuts.map(({ does, keys, singleKey }) => (
          <div
            key={`${does}-${keys.join()}`}
            className={classes.row}
            data-off={(singleKey && !singleKeys) || undefined}
          >
            <dt>{does}</dt>
            <dd className={classes.keys}>
              {keys.map((sequence) =>
                sequence.map((key, index) => (
                  <span key={key}>
                    {index > 0 && <span className={classes.then}> {words.thenKey} </span>}
                    <KeyHint keys={[key]} />
                  </span>
                )),
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
