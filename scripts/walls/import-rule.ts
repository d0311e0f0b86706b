import { judgeImport, type ImportWall } from './judge-import.ts'
import {
  childOf,
  childrenOf,
  nameOf,
  pathOf,
  textOf,
  type Rule,
  type RuleContext,
  type SyntaxNode,
} from './syntax-tree.ts'

/** One lint rule a wall; each sees every way a file can name another: import, export from, import(), import types, URLs. */
export function importRule(wall: ImportWall): Rule {
  return {
    create(context) {
      const visit = (node: SyntaxNode) => judge(context, wall, childOf(node, 'source'), 'import')
      return {
        ImportDeclaration: visit,
        ExportNamedDeclaration: visit,
        ExportAllDeclaration: visit,
        ImportExpression: visit,
        TSImportType: visit,
        NewExpression: (node) => judge(context, wall, fileOfUrl(node), 'url'),
      }
    },
  }
}

function judge(context: RuleContext, wall: ImportWall, source: SyntaxNode | null, form: 'import' | 'url'): void {
  if (source === null) return
  const specifier = textOf(source)
  if (specifier === null) {
    if (wall === 'spelling' && !/^(e2e|scripts)\//.test(pathOf(context))) {
      context.report({ node: source, message: 'name the file in the import, so that the walls can see it' })
    }
    return
  }
  const broken = judgeImport(pathOf(context), specifier, form)
  if (broken?.wall === wall) context.report({ node: source, message: broken.message })
}

/** `new URL('./layout-worker.ts', import.meta.url)` names a file as an import does. */
function fileOfUrl(node: SyntaxNode): SyntaxNode | null {
  if (nameOf(childOf(node, 'callee')) !== 'URL') return null
  const [file, base] = childrenOf(node, 'arguments')
  if (file === undefined || base === undefined || base.type !== 'MemberExpression') return null
  const specifier = textOf(file)
  return specifier !== null && /\.[cm]?[jt]sx?$/.test(specifier) ? file : null
}
