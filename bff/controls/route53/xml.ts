/**
 * As much XML as Route 53 speaks: elements within elements or around a text, in order, without attributes that matter. What
 * is read can be written again unchanged, so that parts of a record this driver knows nothing of survive it.
 */
export interface Element {
  name: string
  children: readonly Element[]
  /** Of an element without children. */
  text: string
}

const TOKEN = /<\?[^>]*\?>|<!--[\s\S]*?-->|<(\/?)([A-Za-z_][\w.:-]*)(?:\s[^<>]*?)?(\/?)>|([^<]+)/g

/** Null where it is not well-formed. */
export function parseXml(source: string): Element | null {
  const root: Open = { name: '', children: [], text: '' }
  const open: Open[] = [root]
  let end = 0
  for (const match of source.matchAll(TOKEN)) {
    if (match.index !== end) return null
    end = match.index + match[0].length
    const [, closes, name, isEmpty, text] = match
    const top = open.at(-1)
    if (top === undefined) return null
    if (text !== undefined) top.text += decoded(text)
    else if (closes === '/') {
      if (top.name !== name || open.length === 1) return null
      open.pop()
    } else if (name !== undefined) {
      const child: Open = { name, children: [], text: '' }
      top.children.push(child)
      if (isEmpty !== '/') open.push(child)
    }
  }
  const [only, ...further] = root.children
  return end === source.length && open.length === 1 && further.length === 0 ? (only ?? null) : null
}

interface Open extends Element {
  children: Open[]
}

export function writeXml({ name, children, text }: Element): string {
  const content = children.length > 0 ? children.map(writeXml).join('') : encoded(text)
  return `<${name}>${content}</${name}>`
}

export function element(name: string, content: string | readonly Element[]): Element {
  return typeof content === 'string' ? { name, children: [], text: content } : { name, children: content, text: '' }
}

export function childrenOf(parent: Element | undefined, name: string): Element[] {
  return parent?.children.filter((child) => child.name === name) ?? []
}

/** The text at a path of names; null where there is none. */
export function textAt(parent: Element, ...path: readonly string[]): string | null {
  let here: Element | undefined = parent
  for (const name of path) here = here?.children.find((child) => child.name === name)
  return here === undefined ? null : here.text.trim()
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decoded(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));/g, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[String(name)] ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16)
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole
  })
}

function encoded(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
