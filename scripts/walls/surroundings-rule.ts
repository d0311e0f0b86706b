import { judgeReach, type Reach } from './surroundings.ts'
import { childOf, childrenOf, nameOf, pathOf, type Rule, type RuleContext, type SyntaxNode } from './syntax-tree.ts'

const GLOBALS: Readonly<Record<string, Reach>> = {
  fetch: 'network',
  WebSocket: 'network',
  EventSource: 'network',
  XMLHttpRequest: 'network',
  setInterval: 'timers',
  requestAnimationFrame: 'frames',
  console: 'console',
}
const MEMBERS: Readonly<Record<string, Reach>> = {
  'Date.now': 'clock',
  'performance.now': 'clock',
  'Temporal.Now': 'clock',
  'Math.random': 'chance',
  'crypto.randomUUID': 'chance',
  'crypto.getRandomValues': 'chance',
}
const HOSTS = new Set(['window', 'globalThis', 'self'])

export const surroundingsRule: Rule = {
  create(context) {
    return {
      Identifier: (node) => judgeIdentifier(context, node),
      MemberExpression: (node) => judgeMember(context, node),
      VariableDeclarator: (node) => judgeTakenApart(context, node),
      NewExpression: (node) => judgeNewDate(context, node),
      CallExpression: (node) => judgeNewDate(context, node),
    }
  },
}

function report(context: RuleContext, node: SyntaxNode, name: string, reach: Reach): void {
  const why = judgeReach(pathOf(context), reach)
  if (why !== null) context.report({ node, message: `${name} is out of reach here: ${why}` })
}

/** A bare use of a global: not a property's name, a key, a parameter or a type. */
function judgeIdentifier(context: RuleContext, node: SyntaxNode): void {
  const name = nameOf(node)
  const reach = name === null ? undefined : GLOBALS[name]
  if (name === null || reach === undefined || isOnlyAName(node)) return
  report(context, node, name, reach)
}

function isOnlyAName(node: SyntaxNode): boolean {
  const parent = childOf(node, 'parent')
  if (parent === null) return false
  if (parent.type === 'MemberExpression') return childOf(parent, 'property') === node && parent['computed'] !== true
  if (parent.type === 'Property') return childOf(parent, 'key') === node && parent['shorthand'] !== true
  return /^(TS|ImportSpecifier|ExportSpecifier|PropertyDefinition|MethodDefinition|JSX|Labeled)/.test(parent.type)
}

function judgeMember(context: RuleContext, node: SyntaxNode): void {
  const object = childOf(node, 'object')
  const property = propertyOf(node)
  const host = object?.type === 'MemberExpression' ? propertyOf(object) : nameOf(object)
  if (property === null || host === null) return
  const global = GLOBALS[property]
  if (HOSTS.has(host) && global !== undefined) report(context, node, `${host}.${property}`, global)
  const member = MEMBERS[`${host}.${property}`]
  if (member !== undefined) report(context, node, `${host}.${property}`, member)
}

function propertyOf(node: SyntaxNode): string | null {
  const property = childOf(node, 'property')
  if (node['computed'] === true) return typeof property?.['value'] === 'string' ? property['value'] : null
  return nameOf(property)
}

/** `const { now } = Date`. */
function judgeTakenApart(context: RuleContext, node: SyntaxNode): void {
  const pattern = childOf(node, 'id')
  const host = nameOf(childOf(node, 'init'))
  if (pattern?.type !== 'ObjectPattern' || host === null) return
  for (const property of childrenOf(pattern, 'properties')) {
    const name = nameOf(childOf(property, 'key'))
    const reach =
      name === null ? undefined : (MEMBERS[`${host}.${name}`] ?? (HOSTS.has(host) ? GLOBALS[name] : undefined))
    if (name !== null && reach !== undefined) report(context, property, `${host}.${name}`, reach)
  }
}

/** `new Date()` and `Date()` read the clock; `new Date(at)` only converts. */
function judgeNewDate(context: RuleContext, node: SyntaxNode): void {
  if (nameOf(childOf(node, 'callee')) !== 'Date') return
  if (node.type === 'NewExpression' && childrenOf(node, 'arguments').length > 0) return
  report(context, node, 'Date()', 'clock')
}
