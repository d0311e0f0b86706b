/**
 * The part of Atlas's stack language that presets are written in. A text is words between commas; `(` begins a list and
 * `)` ends it; a word with a colon takes what it needs from the top of the stack and puts its result there.
 */

export type Tags = Readonly<Record<string, string>>

export type Query = (tags: Tags) => boolean

export type Expression =
  | { kind: 'lines'; query: Query; aggregate: Aggregate; by: readonly string[] }
  | { kind: 'percentiles'; query: Query; by: readonly string[]; percentiles: readonly number[] }
  | { kind: 'quotient'; over: Expression; under: Expression }

export type Aggregate = 'sum' | 'max' | 'count'

type Item =
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'query'; query: Query }
  | { kind: 'expression'; expression: Expression }

/** What Atlas throws at a text that it does not understand, class and all. */
export class StackFault extends Error {}

/** Throws a `StackFault`. */
export function parseStack(text: string): Expression[] {
  const stack: Item[] = []
  let list: string[] | null = null
  for (const word of text.split(',').map((one) => one.trim())) {
    if (word === '') continue
    if (word === '(') list = []
    else if (word === ')') {
      stack.push({ kind: 'list', items: list ?? [] })
      list = null
    } else if (list !== null) list.push(word)
    else if (word.startsWith(':')) stack.push(run(word.slice(1), stack))
    else stack.push({ kind: 'text', text: word })
  }
  return stack.map((item) => {
    if (item.kind === 'list' || item.kind === 'text') {
      throw new StackFault(`IllegalArgumentException: expecting time series expr, found String '${printed(item)}'`)
    }
    return expressionOf(item)
  })
}

/** Takes its arguments off the stack and gives the result. */
function run(word: string, stack: Item[]): Item {
  const taking = takeFrom(word, stack)
  const query = queryOf(word, taking)
  if (query !== null) return { kind: 'query', query }
  const expression = linesOf(word, taking)
  if (expression !== null) return { kind: 'expression', expression }
  throw new StackFault(`IllegalStateException: unknown word ':${word}'`)
}

function queryOf(word: string, taking: Taking): Query | null {
  switch (word) {
    case 'true':
      return () => true
    case 'eq': {
      const [value, key] = [taking.item('text').text, taking.item('text').text]
      return (tags) => tags[key] === value
    }
    case 'in': {
      const [values, key] = [taking.item('list').items, taking.item('text').text]
      return (tags) => values.includes(tags[key] ?? '')
    }
    case 'has': {
      const key = taking.item('text').text
      return (tags) => tags[key] !== undefined
    }
    case 'not': {
      const { query } = taking.item('query')
      return (tags) => !query(tags)
    }
    case 'and': {
      const [one, other] = [taking.item('query').query, taking.item('query').query]
      return (tags) => one(tags) && other(tags)
    }
    case 'or': {
      const [one, other] = [taking.item('query').query, taking.item('query').query]
      return (tags) => one(tags) || other(tags)
    }
    default:
      return null
  }
}

function linesOf(word: string, taking: Taking): Expression | null {
  switch (word) {
    case 'sum':
    case 'max':
    case 'count':
      return { kind: 'lines', query: taking.item('query').query, aggregate: word, by: [] }
    case 'by': {
      const by = taking.item('list').items
      return { ...taking.lines(), by }
    }
    case 'percentiles': {
      const percentiles = taking.item('list').items.map(Number)
      const { query, by } = taking.lines()
      return { kind: 'percentiles', query, by, percentiles }
    }
    case 'div': {
      const [under, over] = [taking.expression(), taking.expression()]
      return { kind: 'quotient', over, under }
    }
    default:
      return null
  }
}

/** The top of the stack, as what a word needs; whatever else stands there is a fault. */
interface Taking {
  item<Kind extends Item['kind']>(kind: Kind): Extract<Item, { kind: Kind }>
  expression(): Expression
  lines(): Extract<Expression, { kind: 'lines' }>
}

function takeFrom(word: string, stack: Item[]): Taking {
  const before = summary(stack)
  const fault = () => new StackFault(`IllegalStateException: no matches for word ':${word}' with stack ${before}`)
  function expression(): Expression {
    const top = stack.pop()
    if (top === undefined || top.kind === 'list' || top.kind === 'text') throw fault()
    return expressionOf(top)
  }
  return {
    item(kind) {
      const top = stack.pop()
      if (top === undefined || !isOf(top, kind)) throw fault()
      return top
    },
    expression,
    lines() {
      const lines = expression()
      if (lines.kind !== 'lines') throw fault()
      return lines
    },
  }
}

function isOf<Kind extends Item['kind']>(item: Item, kind: Kind): item is Extract<Item, { kind: Kind }> {
  return item.kind === kind
}

/** A query alone is summed up. */
function expressionOf(item: Extract<Item, { kind: 'query' | 'expression' }>): Expression {
  return item.kind === 'expression' ? item.expression : { kind: 'lines', query: item.query, aggregate: 'sum', by: [] }
}

function summary(stack: readonly Item[]): string {
  return `[${stack.map(({ kind }) => kind).join(',')}]`
}

function printed(item: Extract<Item, { kind: 'text' | 'list' }>): string {
  return item.kind === 'text' ? item.text : `List(${item.items.join(', ')})`
}
