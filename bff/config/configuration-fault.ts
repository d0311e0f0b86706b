import type { z } from 'zod'
import { exampleFor } from './examples.ts'
import { printableValue } from './printable-value.ts'

/** One thing that is wrong with the configuration, told so that it can be mended without the manual. */
export interface ConfigurationFault {
  /** `sources[0].url`; empty for the file as a whole. */
  path: string
  /** 1-based line in the file; null where it cannot be told. */
  line: number | null
  found: string
  expected: string
  example: string
}

export type Path = readonly PropertyKey[]

export function faultsOfIssue(
  issue: z.core.$ZodIssue,
  look: { at: (path: Path) => unknown; isSecret: (path: Path) => boolean; lineOf: (path: Path) => number | null },
): ConfigurationFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: printPath([...issue.path, key]),
      line: look.lineOf([...issue.path, key]),
      found: `the key "${key}"`,
      expected: 'no such key here; check its spelling and its indentation',
      example: exampleFor(issue.path),
    }))
  }
  const found = look.at(issue.path)
  return [
    {
      path: printPath(issue.path),
      line: look.lineOf(issue.path),
      found: look.isSecret(issue.path)
        ? 'a secret (not printed)'
        : printFound(printableValue(found, issue.path, look.isSecret)),
      expected: expectedOf(issue),
      example: exampleFor(issue.path),
    },
  ]
}

export function printPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    return text === '' ? String(step) : `${text}.${String(step)}`
  }, '')
}

/** The sentence a person reads, one fault a paragraph. */
export function printFaults(file: string, faults: readonly ConfigurationFault[]): string {
  const heading = faults.length === 1 ? `${file}: one thing is wrong` : `${file}: ${faults.length} things are wrong`
  const paragraphs = faults.map((fault) => {
    const where = fault.line === null ? fault.path : `${fault.path} (line ${fault.line})`
    return [
      `  ${where === '' ? 'the file' : where}`,
      `    found:    ${fault.found}`,
      `    expected: ${fault.expected}`,
      `    example:  ${fault.example}`,
    ].join('\n')
  })
  return [heading, ...paragraphs].join('\n\n')
}

function expectedOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return article(issue.expected)
    case 'invalid_value':
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
    case 'invalid_union':
      return issue.message === 'Invalid input' ? unionOf(issue) : plain(issue.message)
    case 'too_small':
      return `${sizeWord(issue.origin)} of at least ${issue.minimum}`
    case 'too_big':
      return `${sizeWord(issue.origin)} of at most ${issue.maximum}`
    case 'invalid_format':
      return issue.format === 'url' ? 'a URL' : plain(issue.message)
    default:
      return plain(issue.message)
  }
}

function unionOf(issue: z.core.$ZodIssueInvalidUnion): string {
  const options = issue.errors.flat().map(expectedOf)
  return options.length === 0 ? `a known ${issue.discriminator ?? 'value'}` : [...new Set(options)].join(', or ')
}

function sizeWord(origin: string): string {
  if (origin === 'array') return 'a list'
  if (origin === 'string') return 'a text'
  return 'a number'
}

function article(type: string): string {
  if (type === 'object') return 'a group of keys'
  if (type === 'array') return 'a list (lines that begin with "- ")'
  if (type === 'string') return 'a text'
  return `a ${type}`
}

/** The words after "expected:", without saying it twice. */
function plain(message: string): string {
  const said = message.replace(/^Invalid discriminator value\. /, '').replace(/^expected /i, '')
  return said.charAt(0).toLowerCase() + said.slice(1)
}

function printFound(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'an empty value'
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}
