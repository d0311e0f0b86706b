import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument, type Document } from 'yaml'
import { Configuration } from './configuration.ts'
import { faultsOfIssue, printPath, type ConfigurationFault, type Path } from './configuration-fault.ts'
import { substituteSecrets } from './substitute-secrets.ts'

export type ConfigurationOutcome =
  | { kind: 'read'; configuration: Configuration }
  | { kind: 'faulty'; file: string; faults: ConfigurationFault[] }

export function readConfiguration(
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): ConfigurationOutcome {
  const text = readText(file)
  if (text === null) {
    return faulty(file, [
      {
        path: '',
        line: null,
        found: `no file that can be read at ${file}`,
        expected: 'a configuration file there, or SPILLWAY_CONFIG to name another',
        example: 'SPILLWAY_CONFIG=/etc/spillway/spillway.yaml npm start',
      },
    ])
  }
  return parseConfiguration(file, text, environment)
}

/** Every fault of the file at once: YAML first, for nothing can be said of values in a text that is not YAML. */
export function parseConfiguration(
  file: string,
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): ConfigurationOutcome {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  if (document.errors.length > 0) {
    return faulty(
      file,
      document.errors.map((error) => ({
        path: '',
        line: lines.linePos(error.pos[0]).line,
        found: error.message,
        expected: 'YAML; keys are followed by a colon and a space, lists are indented alike',
        example: 'listen: 127.0.0.1:7700',
      })),
    )
  }
  const lineOf = (path: Path) => lineOfPath(document, lines, path)
  const substituted = substituteSecrets(document.toJS(), environment)
  const parsed = Configuration.safeParse(substituted.value)
  const missing = substituted.faults.map((fault) => ({
    ...fault,
    path: printPath(fault.path),
    line: lineOf(fault.path),
  }))
  if (parsed.success && missing.length === 0) return { kind: 'read', configuration: parsed.data }
  const isSecret = (path: Path) => substituted.secretPaths.has(path.join('.'))
  const at = (path: Path) => valueAt(substituted.value, path)
  const wrong = parsed.success
    ? []
    : parsed.error.issues.flatMap((issue) => faultsOfIssue(issue, { at, isSecret, lineOf }))
  const all = [...missing, ...wrong]
  return faulty(
    file,
    all.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0)),
  )
}

function faulty(file: string, faults: ConfigurationFault[]): ConfigurationOutcome {
  return { kind: 'faulty', file, faults }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, step) => {
    if (inner === null || typeof inner !== 'object') return undefined
    return Reflect.get(inner, step)
  }, value)
}

/** The line of the nearest part of the path that the file holds. */
function lineOfPath(document: Document, lines: LineCounter, path: Path): number | null {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    if (node !== null && typeof node === 'object' && 'range' in node && Array.isArray(node.range)) {
      const start: unknown = node.range[0]
      if (typeof start === 'number') return lines.linePos(start).line
    }
  }
  return null
}
