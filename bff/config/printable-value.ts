import type { Path } from './configuration-fault.ts'

/** What of a configuration may be shown to whoever reads a terminal or a log. */

const HIDDEN = '•••'
const SECRET_KEY = /token|secret|password|passphrase|credential|authorization|api-?key/i

/** Whether a text at this place is a secret by what it is called, wherever it was written. */
export function isSecretPlace(path: Path): boolean {
  const names = path.filter((step) => typeof step === 'string')
  const [last = '', group = ''] = [names.at(-1), names.at(-2)]
  return SECRET_KEY.test(last) || last === 'auth' || last === 'headers' || group === 'headers'
}

/** The value with every secret in it hidden. `isSecret`: it came from the environment or from a file of its own. */
export function printableValue(value: unknown, path: Path, isSecret: (path: Path) => boolean): unknown {
  if (Array.isArray(value)) return value.map((item, index) => printableValue(item, [...path, index], isSecret))
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, printableValue(item, [...path, key], isSecret)]),
    )
  }
  if (isSecret(path) || (isSecretPlace(path) && value !== null && value !== undefined)) return HIDDEN
  return typeof value === 'string' ? printableAddress(value) : value
}

/** An address without user, password and what follows the `?`, where tokens may be; any other text as it is. */
export function printableAddress(text: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text
  return text.replace(/^([^/]*\/\/)[^/?#]*@/, `$1${HIDDEN}@`).replace(/[?#].*$/s, `?${HIDDEN}`)
}
