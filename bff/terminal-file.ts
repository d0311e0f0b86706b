import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/**
 * Lies in the store's directory while the server runs, readable by its user alone: whoever can read it is at the
 * server's own terminal.
 */
export const TERMINAL_FILE = 'terminal.json'

export const TerminalFile = z.object({ address: z.url(), secret: z.string() })
export type TerminalFile = z.infer<typeof TerminalFile>

/** The running server of one of these directories, or null. */
export function readTerminalFile(directories: readonly string[]): TerminalFile | null {
  for (const directory of directories) {
    try {
      const parsed = TerminalFile.safeParse(JSON.parse(readFileSync(join(directory, TERMINAL_FILE), 'utf8')))
      if (parsed.success) return parsed.data
    } catch {
      // None runs there.
    }
  }
  return null
}
