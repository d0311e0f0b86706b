import { SPOKEN_UNKNOWN, UNKNOWN_MARK } from '#web/messages/format-numbers.ts'
import type { ServiceBoard } from '../board/service-board.ts'
import { saidOf, type PlainColumn } from './cell-words.ts'

/**
 * Cells that are a number or a few words, written by hand: two hundred of them say something else each second, and to
 * render each anew costs many times what it costs to change its text. React makes the boxes and never looks into them.
 */
export interface CellWriters {
  /** From now on `box` says what `column` says of `row`, from the next writing on; call what it answers to let it go. */
  add(cell: WrittenCell): () => void
  /** Of the same board only cells that have come since are written. */
  write(board: ServiceBoard): void
}

export interface WrittenCell {
  box: HTMLElement
  row: number
  column: PlainColumn
}

interface KeptCell extends WrittenCell {
  words: Text
  /** What it says; null before its first writing. */
  text: string | null
  tone: string
}

export function createCellWriters(): CellWriters {
  const cells = new Set<KeptCell>()
  let written: ServiceBoard | null = null
  return {
    add(cell) {
      const words = document.createTextNode('')
      cell.box.append(words)
      const kept: KeptCell = { ...cell, words, text: null, tone: '' }
      cells.add(kept)
      return () => {
        cells.delete(kept)
        words.remove()
      }
    },
    write(board) {
      for (const cell of cells) if (board !== written || cell.text === null) writeCell(cell, board)
      written = board
    },
  }
}

function writeCell(cell: KeptCell, board: ServiceBoard): void {
  const { text, tone = '' } = saidOf(board, cell.row, cell.column)
  const { box } = cell
  if (text !== cell.text) {
    cell.words.data = text
    // A dash for the eye, a word for the ear.
    if (text === UNKNOWN_MARK) box.setAttribute('aria-label', SPOKEN_UNKNOWN)
    else if (cell.text === UNKNOWN_MARK) box.removeAttribute('aria-label')
    cell.text = text
  }
  if (tone === cell.tone) return
  cell.tone = tone
  if (tone === '') box.removeAttribute('data-tone')
  else box.setAttribute('data-tone', tone)
}
