/** The frame of the printed runbook: plain POSIX shell, no program but those the planes' own lines call. */
export function scriptFrame(input: {
  head: readonly string[]
  titles: readonly string[]
  /** Lines that read every plane. */
  shows: readonly string[]
  functions: readonly string[]
}): string {
  const { titles, functions } = input
  const body = [functionOf('show', ['need', ...input.shows]), ...functions].join('\n\n')
  const list = titles.map((title, index) => `  say ${quoted(`${index + 1}  ${title}`)}`)
  const cases = titles.map((_, index) => `    ${index + 1}) step_${index + 1} ;;`)
  const undos = titles.flatMap((_, index) =>
    body.includes(`\nundo_${index + 1}() {`) ? [`    ${index + 1}) undo_${index + 1} ;;`] : [],
  )
  return [
    '#!/bin/sh',
    ...input.head.map((line) => `# ${remark(line)}`),
    '#',
    '#   sh this-file                lists the steps',
    '#   sh this-file show           reads every plane',
    '#   sh this-file do 3           does step 3, asking before it writes',
    '#   sh this-file from 3         does step 3 and those after it',
    '#   sh this-file undo 3         leads back over step 3',
    'set -u',
    '',
    'say() { printf \'%s\\n\' "$*"; }',
    'warn() { printf \'!! %s\\n\' "$*" >&2; }',
    'ask() { printf \'%s [Enter goes on, Ctrl-C stops] \' "$*"; read -r _ || exit 1; }',
    'pause() { say "$2: $1 s"; sleep "$1"; }',
    needOf(body),
    '',
    body,
    '',
    functionOf('list', list.length > 0 ? list.map((line) => line.trim()) : [':']),
    '',
    functionOf('do_step', ['case "$1" in', ...cases, '    *) warn "there is no step $1"; exit 2 ;;', 'esac']),
    '',
    functionOf('undo_step', ['case "$1" in', ...undos, '    *) warn "step $1 moves nothing"; exit 2 ;;', 'esac']),
    '',
    'case "${1:-list}" in',
    '  list) list ;;',
    '  show) show ;;',
    '  do) need; do_step "${2:-0}" ;;',
    '  undo) need; undo_step "${2:-0}" ;;',
    '  from)',
    '    need',
    '    step="${2:-1}"',
    `    while [ "$step" -le ${titles.length} ]; do`,
    '      do_step "$step"',
    '      step=$((step + 1))',
    '    done',
    '    ;;',
    '  *) warn "list, show, do, from or undo"; exit 2 ;;',
    'esac',
    '',
  ].join('\n')
}

export function functionOf(name: string, lines: readonly string[]): string {
  return [`${name}() {`, ...lines.map((line) => (line.startsWith('{\n') ? line : `  ${line}`)), '}'].join('\n')
}

/** One word to the shell whatever it holds; on one line. */
export function quoted(text: string): string {
  return `'${remark(text).replaceAll("'", "'\\''")}'`
}

/** One line that ends no comment: control characters become spaces. */
export function remark(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

/** Asks for the secrets first that the planes' lines name: better now than in the middle of a step. */
function needOf(body: string): string {
  const names = [...body.matchAll(/\$\{?([A-Z][A-Z0-9_]{2,})\b/g)].map((match) => match[1] ?? '')
  const wanted = [...new Set(names)].filter((name) => !['HOME', 'PATH', 'USER', 'TMPDIR'].includes(name)).toSorted()
  const lines = wanted.map((name) => `: "\${${name}:?is a secret of a plane: set it first}"`)
  return functionOf('need', lines.length > 0 ? lines : [':'])
}
