import { readFileSync } from 'node:fs'

/** Where a value came from that the file does not hold itself; such values are never printed. */
export interface Substitution {
  value: unknown
  /** Paths (joined by '.') whose strings came from outside. */
  secretPaths: Set<string>
  faults: { path: (string | number)[]; found: string; expected: string; example: string }[]
}

const REFERENCE = /\$\{(?:(?<file>file):(?<path>[^}]+)|(?<name>[A-Za-z_][A-Za-z0-9_]*))\}/g

/**
 * Replaces `${NAME}` by that environment variable and `${file:/run/secrets/token}` by that file's text without the
 * line break at its end, in every string of the parsed file.
 */
export function substituteSecrets(
  parsed: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): Substitution {
  const result: Substitution = { value: null, secretPaths: new Set(), faults: [] }
  result.value = walk(parsed, [], environment, result)
  return result
}

function walk(
  value: unknown,
  path: (string | number)[],
  environment: Readonly<Record<string, string | undefined>>,
  result: Substitution,
): unknown {
  if (typeof value === 'string') return substitute(value, path, environment, result)
  if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index], environment, result))
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, walk(item, [...path, key], environment, result)]),
    )
  }
  return value
}

function substitute(
  text: string,
  path: (string | number)[],
  environment: Readonly<Record<string, string | undefined>>,
  result: Substitution,
): string {
  return text.replace(REFERENCE, (whole, ...rest) => {
    const groups: { file?: string; path?: string; name?: string } = rest.at(-1)
    result.secretPaths.add(path.join('.'))
    const found = groups.name === undefined ? readSecretFile(groups.path ?? '') : environment[groups.name]
    if (found !== undefined) return found
    result.faults.push(
      groups.name === undefined
        ? {
            path,
            found: whole,
            expected: `a file that can be read at ${groups.path}`,
            example: '${file:/run/secrets/token}',
          }
        : {
            path,
            found: whole,
            expected: `the environment variable ${groups.name} to be set`,
            example: `export ${groups.name}=…`,
          },
    )
    return whole
  })
}

function readSecretFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '')
  } catch {
    return undefined
  }
}
