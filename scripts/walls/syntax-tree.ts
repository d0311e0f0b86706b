/** As much of oxlint's plugin interface as the walls need. */

export interface RuleContext {
  readonly filename: string
  readonly cwd: string
  report(problem: { node: SyntaxNode; message: string }): void
}

export interface SyntaxNode {
  readonly type: string
  readonly [field: string]: unknown
}

export interface Rule {
  create(context: RuleContext): Readonly<Record<string, (node: SyntaxNode) => void>>
}

export function childOf(node: SyntaxNode, field: string): SyntaxNode | null {
  const child = node[field]
  return isNode(child) ? child : null
}

export function childrenOf(node: SyntaxNode, field: string): SyntaxNode[] {
  const children = node[field]
  return Array.isArray(children) ? children.filter(isNode) : []
}

export function textOf(node: SyntaxNode | null): string | null {
  if (node === null) return null
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value']
  if (node.type !== 'TemplateLiteral' || childrenOf(node, 'expressions').length > 0) return null
  const value = childrenOf(node, 'quasis')[0]?.['value']
  return isRecord(value) && typeof value['cooked'] === 'string' ? value['cooked'] : null
}

export function nameOf(node: SyntaxNode | null): string | null {
  return node !== null && node.type === 'Identifier' && typeof node['name'] === 'string' ? node['name'] : null
}

/** The file from the root of the repository, with forward slashes. */
export function pathOf(context: RuleContext): string {
  return context.filename.slice(context.cwd.length + 1).replaceAll('\\', '/')
}

function isNode(value: unknown): value is SyntaxNode {
  return isRecord(value) && typeof value['type'] === 'string'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
