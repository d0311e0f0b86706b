import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LineCounter, isNode, parseAllDocuments } from 'yaml'
import type { OwnerReading } from '#bff/topology/facts.ts'
import { ownersOfDocument, type ReadDocument } from './owners-of-document.ts'

export interface FileProblem {
  /** The file, as the configuration or its directory names it. */
  file: string
  message: string
}

export interface ReadCatalogue {
  owners: OwnerReading[]
  files: number
  problems: FileProblem[]
}

const CATALOGUE_FILE = /\.ya?ml$/i
const MOST_FILES = 2_000

/** All files there are; one that cannot be read is a problem, not the end. */
export async function readFiles(paths: readonly string[], mostBytes: number): Promise<ReadCatalogue> {
  const problems: FileProblem[] = []
  const files = (await Promise.all(paths.map((path) => filesAt(path, problems)))).flat()
  if (files.length > MOST_FILES) problems.push({ file: paths.join(', '), message: `only ${MOST_FILES} files are read` })
  const documents: ReadDocument[] = []
  let bytes = 0
  for (const file of files.slice(0, MOST_FILES)) {
    const text = await readFile(file, 'utf8').catch(
      (error: unknown) => void problems.push({ file, message: words(error) }),
    )
    if (text === undefined) continue
    bytes += Buffer.byteLength(text)
    if (bytes > mostBytes) {
      problems.push({ file, message: `more than ${mostBytes} bytes together; raise limits.bytes of this source` })
      break
    }
    documents.push(...readDocuments({ file, text, problems }))
  }
  return { owners: withTeamNames(documents), files: files.length, problems }
}

async function filesAt(path: string, problems: FileProblem[]): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const entries = await readdir(path, { recursive: true })
    return entries
      .filter((name) => CATALOGUE_FILE.test(name))
      .toSorted()
      .map((name) => join(path, name))
  } catch (error) {
    problems.push({ file: path, message: words(error) })
    return []
  }
}

function readDocuments(input: { file: string; text: string; problems: FileProblem[] }): ReadDocument[] {
  const { file, text, problems } = input
  const lines = new LineCounter()
  const parsed = parseAllDocuments(text, { lineCounter: lines })
  if (!Array.isArray(parsed)) return []
  return parsed.flatMap((document) => {
    const [fault] = document.errors
    if (fault !== undefined) {
      problems.push({ file: `${file}:${fault.linePos?.[0].line ?? 1}`, message: fault.message.split('\n')[0] ?? '' })
      return []
    }
    const lineOf = (path: readonly (string | number)[]): string => {
      const node = path.length === 0 ? document.contents : document.getIn(path, true)
      const start = isNode(node) ? (node.range?.[0] ?? 0) : 0
      return `${file}:${lines.linePos(start).line}`
    }
    const read = ownersOfDocument(document.toJS(), lineOf)
    problems.push(
      ...read.problems.map(({ path, message }) => ({ file: path === '' ? file : `${file} ${path}`, message })),
    )
    return [read]
  })
}

function withTeamNames(documents: readonly ReadDocument[]): OwnerReading[] {
  const teams = new Map(documents.flatMap((document) => [...document.teams]))
  return documents.flatMap(({ owners }) =>
    owners.map((owner) => ({ ...owner, team: owner.team === null ? null : (teams.get(owner.team) ?? owner.team) })),
  )
}

function words(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EACCES') return 'may not be read by the user who runs Spillway'
  return error instanceof Error ? error.message : String(error)
}
