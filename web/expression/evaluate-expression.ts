import type { Expression, NamedService } from './expression.ts'
import { isRowTerm, judgeOf, subjectOf, type RowTerm } from './judge-rows.ts'
import { pictureOf, rowsNamed, rowsSelected, type Picture, type Question } from './picture.ts'
import { createWays, type Ways } from './walk-connections.ts'

/**
 * Which rows of the picture match. Three answers are possible of each row and term (it holds, it fails, nothing is
 * known), so a negation is no complement: `not errors > 1%` is asked as "where does `errors > 1%` fail?". The question
 * "where does e hold (or fail)?" is passed down to the terms; `and` and `or` change places on the way where it is
 * turned round, and every step yields one byte a row.
 *
 * Connections match when both of their ends do. Where an expression speaks of connections (`connection.errors > 1%`,
 * `protocol = grpc`) those are matched by themselves, and a service matches such a term when one of its connections
 * does; so the ends of a matching connection always match.
 */

export interface Matches {
  /** One byte a row of the roster's nodes: 1 matches. */
  nodes: Uint8Array
  /** One byte a row of the roster's edges. */
  edges: Uint8Array
}

export interface MatchQuestion extends Question {
  expression: Expression
}

export function evaluateExpression(question: MatchQuestion): Matches {
  const asking = askingOf(question)
  const nodes = nodesWhere(asking, question.expression, true)
  const edges = speaksOfConnections(question.expression)
    ? edgesWhere(asking, question.expression, true)
    : betweenNodes(asking.picture, nodes)
  return { nodes, edges }
}

/** One byte a row of the roster's nodes: 1 matches. */
export function matchNodes(question: MatchQuestion): Uint8Array {
  return nodesWhere(askingOf(question), question.expression, true)
}

/** One byte a row of the roster's edges: 1 matches. */
export function matchEdges(question: MatchQuestion): Uint8Array {
  return evaluateExpression(question).edges
}

interface Asking {
  question: Question
  picture: Picture
  ways: Ways
}

function askingOf(question: Question): Asking {
  const picture = pictureOf(question)
  return { question, picture, ways: createWays(picture) }
}

function nodesWhere(asking: Asking, expression: Expression, holds: boolean): Uint8Array {
  const { picture, ways } = asking
  if (isRowTerm(expression)) {
    return subjectOf(expression) === 'service'
      ? rowsWhere(asking, expression, holds)
      : endsOf(picture, rowsWhere(asking, expression, holds))
  }
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const parts = expression.parts.map((part) => nodesWhere(asking, part, holds))
      return joined(parts, (expression.kind === 'and') === holds)
    }
    case 'not':
      return nodesWhere(asking, expression.part, !holds)
    case 'selected':
      return turned(picture, seedsOf(asking, expression), holds)
    case 'around': {
      const reached = ways.walk(seedsOf(asking, expression.of), expression.walk, expression.hops)
      return turned(picture, reached, holds)
    }
    case 'path': {
      const onward = ways.walk(seedsOf(asking, expression.from), 'downstream', null)
      const back = ways.walk(seedsOf(asking, expression.to), 'upstream', null)
      return turned(picture, joined([onward, back], true), holds)
    }
  }
}

/** What a walk sets out from. */
function seedsOf(asking: Asking, of: Expression | NamedService): Uint8Array {
  const { question, picture } = asking
  if (of.kind === 'service') return flagged(picture, rowsNamed(question.roster, picture, of.name))
  if (of.kind === 'selected') return flagged(picture, rowsSelected(question.roster, picture, question.selected))
  return nodesWhere(asking, of, true)
}

function edgesWhere(asking: Asking, expression: Expression, holds: boolean): Uint8Array {
  if (isRowTerm(expression) && subjectOf(expression) === 'connection') return rowsWhere(asking, expression, holds)
  if (expression.kind === 'not') return edgesWhere(asking, expression.part, !holds)
  if ((expression.kind === 'and' || expression.kind === 'or') && speaksOfConnections(expression)) {
    const parts = expression.parts.map((part) => edgesWhere(asking, part, holds))
    return joined(parts, (expression.kind === 'and') === holds)
  }
  return betweenNodes(asking.picture, nodesWhere(asking, expression, holds))
}

/** A walk's matches are services, whatever it sets out from. */
function speaksOfConnections(expression: Expression): boolean {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.parts.some(speaksOfConnections)
    case 'not':
      return speaksOfConnections(expression.part)
    default:
      return isRowTerm(expression) && subjectOf(expression) === 'connection'
  }
}

function rowsWhere({ question, picture }: Asking, term: RowTerm, holds: boolean): Uint8Array {
  const drawn = subjectOf(term) === 'service' ? picture.nodes : picture.edges
  const judge = judgeOf(term, question, picture)
  const wanted = holds ? 'holds' : 'fails'
  return drawn.map((shown, row) => (shown === 1 && judge(row) === wanted ? 1 : 0))
}

function flagged(picture: Picture, rows: readonly number[]): Uint8Array {
  const flags = new Uint8Array(picture.nodeCount)
  for (const row of rows) flags[row] = 1
  return flags
}

function turned(picture: Picture, flags: Uint8Array, holds: boolean): Uint8Array {
  return holds ? flags : picture.nodes.map((shown, row) => (shown === 1 && flags[row] !== 1 ? 1 : 0))
}

function joined(parts: readonly Uint8Array[], all: boolean): Uint8Array {
  const [first = new Uint8Array(0), ...rest] = parts
  const flags = first.slice()
  for (const part of rest) {
    for (let row = 0; row < flags.length; row += 1) {
      flags[row] = all ? (flags[row] ?? 0) & (part[row] ?? 0) : (flags[row] ?? 0) | (part[row] ?? 0)
    }
  }
  return flags
}

function betweenNodes({ edges, sources, targets }: Picture, nodes: Uint8Array): Uint8Array {
  return edges.map((shown, row) =>
    shown === 1 && nodes[sources[row] ?? -1] === 1 && nodes[targets[row] ?? -1] === 1 ? 1 : 0,
  )
}

function endsOf({ nodeCount, edgeCount, sources, targets }: Picture, edges: Uint8Array): Uint8Array {
  const nodes = new Uint8Array(nodeCount)
  for (let row = 0; row < edgeCount; row += 1) {
    if (edges[row] !== 1) continue
    nodes[sources[row] ?? 0] = 1
    nodes[targets[row] ?? 0] = 1
  }
  return nodes
}
