/** What a file's name and text must be like; what the linter has no rule for. Each function says what is wrong, or nothing. */

const KEBAB =
  /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|bench|perf|config|integration\.test|e2e\.test|module|d))?\.(ts|tsx|mjs|js|css|html|svg)$/
/** Words that say nothing, wherever they stand in a name. */
const EMPTY_WORDS = new Set(['manager', 'helper', 'helpers', 'util', 'utils', 'misc'])
/** Names that say nothing when they are the whole name. */
const EMPTY_NAMES = new Set(['index', 'data', 'info', 'types', 'constants', 'common', 'shared', 'lib', ...EMPTY_WORDS])
const EMPTY_FOLDERS = new Set(['shared', 'packages', 'types', 'lib', 'constants', 'common', ...EMPTY_WORDS])

export function faultOfName(path: string): string | null {
  const folders = path.split('/')
  const file = folders.pop() ?? ''
  const emptyFolder = folders.find((folder) => EMPTY_FOLDERS.has(folder))
  if (emptyFolder !== undefined) return `the folder "${emptyFolder}" names no room; name what it is about`
  if (!KEBAB.test(file)) return 'file names are kebab-case'
  const stem = stemOf(path)
  if (EMPTY_NAMES.has(stem) && file !== 'index.html')
    return `"${stem}" says nothing; name the file after its main export`
  const word = stem.split('-').find((each) => EMPTY_WORDS.has(each))
  return word === undefined ? null : `"${word}" says nothing; name what it does`
}

const HOSTS = new Set(['node', 'browser'])

/** A file with one export is named after it: at least one word of the file's name occurs in the export's. */
export function faultOfMainExport(path: string, text: string): string | null {
  if (!/\.tsx?$/.test(path) || /\.(test|bench|perf|config)\.tsx?$/.test(path)) return null
  const names = [...text.matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)].map(
    (match) => match[1] ?? '',
  )
  const [only] = names
  if (only === undefined || names.length > 1 || /^export (type |interface |\{|\*)/m.test(text)) return null
  const spoken = only.replaceAll(/[^a-z0-9]/gi, '').toLowerCase()
  const words = stemOf(path)
    .replace(/-fixture$/, '')
    .split('-')
  // node.ts and browser.ts name the host that one export is for.
  if (words.length === 1 && HOSTS.has(words[0] ?? '')) return null
  const told = words.some((word) => !/^(of|the|a|\d+)$/.test(word) && spoken.includes(word.replace(/s$/, '')))
  return told ? null : `its one export is ${only}, which its name does not tell`
}

/** Only re-exports: a barrel. */
export function faultOfBarrel(path: string, text: string): string | null {
  if (!/\.tsx?$/.test(path)) return null
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').trim()
  const without = code
    .replaceAll(/export\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s+from\s+['"][^'"]+['"];?/g, '')
    .trim()
  return code !== '' && without === '' ? 'it only passes on what others export: import from where it is' : null
}

/** Rules a comment may switch off for one line, with the reason after `--`. Walls are not among them. */
const EXCUSABLE = new Set([
  'typescript/consistent-type-assertions',
  'react/exhaustive-deps',
  'react/incompatible-library',
])

export function faultsOfDirectives(text: string): { line: number; fault: string }[] {
  return text.split('\n').flatMap((line, index) => {
    const fault = faultOfDirective(line)
    return fault === null ? [] : [{ line: index + 1, fault }]
  })
}

function faultOfDirective(line: string): string | null {
  const comment = /(?:\/\/|\/\*)\s*(es|ox)lint-(disable\S*|enable)\s*(.*?)(?:\*\/)?\}?$/.exec(line)
  if (comment === null) return null
  const [, tool, verb = '', rest = ''] = comment
  if (tool === 'es') return 'the linter here is oxlint'
  if (verb !== 'disable-next-line' && verb !== 'disable-line')
    return 'switch a rule off for one line, not for a stretch'
  const [rules = '', reason = ''] = rest.split(/\s+--\s+/)
  const forbidden = rules.split(',').find((rule) => !EXCUSABLE.has(rule.trim()))
  if (forbidden !== undefined) return `"${forbidden.trim()}" has no exceptions`
  return reason.trim().length < 10 ? 'say after "--" what guarantees it' : null
}

export const README_LINES = 25

export function faultOfReadme(text: string | null): string | null {
  if (text === null) return 'a room has a README.md: what it is for, who may enter, which file to read first'
  const lines = text.trimEnd().split('\n').length
  return lines > README_LINES ? `${lines} lines; a room's README has at most ${README_LINES}` : null
}

function stemOf(path: string): string {
  return (path.split('/').pop() ?? '').replace(/\..*$/, '')
}
