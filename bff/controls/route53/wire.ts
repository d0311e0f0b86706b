import type { Weights } from '#contract/evacuation/plane.ts'
import { setIdentifierOf, type Route53Segment, type Route53Settings } from './settings.ts'
import { childrenOf, element, parseXml, textAt, writeXml, type Element } from './xml.ts'

/** Route 53's XML of 2013-04-01; a record set is kept as it came, so that only its weight is ever changed. */

export const API_VERSION = '2013-04-01'
export const NAMESPACE = 'https://route53.amazonaws.com/doc/2013-04-01/'

/** The weighted record sets of one name and type, by SetIdentifier; null where the answer is no such list. */
export function parseRecordSets(text: string, segment: Route53Segment): Map<string, Element> | null {
  const root = parseXml(text)
  if (root?.name !== 'ListResourceRecordSetsResponse') return null
  const sets = new Map<string, Element>()
  for (const set of childrenOf(childrenOf(root, 'ResourceRecordSets')[0], 'ResourceRecordSet')) {
    const identifier = textAt(set, 'SetIdentifier')
    const isOurs = unescaped(textAt(set, 'Name') ?? '') === segment.name && textAt(set, 'Type') === segment.type
    if (isOurs && identifier !== null && textAt(set, 'Weight') !== null) sets.set(identifier, set)
  }
  return sets
}

/** Names come with octal escapes: `\052` is `*`. */
function unescaped(name: string): string {
  return name.replaceAll(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(String(octal), 8)))
}

export function weightsOfSets(settings: Pick<Route53Settings, 'targets'>, sets: ReadonlyMap<string, Element>): Weights {
  const weights: Record<string, number> = {}
  for (const target of settings.targets) {
    const set = sets.get(setIdentifierOf(target))
    const weight = set === undefined ? null : textAt(set, 'Weight')
    if (weight !== null && /^\d+$/.test(weight)) weights[target.id] = Number(weight)
  }
  return weights
}

/**
 * Deletes each set exactly as it was read and creates it with another weight: Route 53 takes all of a batch or nothing, and
 * refuses it when one of them is no longer as it was. It has no other compare-and-set.
 */
export function changesOf(set: Element, weight: number): Element[] {
  const children = set.children.map((child) => (child.name === 'Weight' ? element('Weight', String(weight)) : child))
  const change = (action: string, record: Element) => element('Change', [element('Action', action), record])
  return [change('DELETE', set), change('CREATE', { ...set, children })]
}

export function changeRequest(comment: string, changes: readonly Element[]): string {
  const batch = element('ChangeBatch', [element('Comment', comment), element('Changes', changes)])
  return `<?xml version="1.0" encoding="UTF-8"?><ChangeResourceRecordSetsRequest xmlns="${NAMESPACE}">${writeXml(batch)}</ChangeResourceRecordSetsRequest>`
}

/** The change's id without its prefix, and whether all servers have it. */
export function parseChange(text: string): { id: string; isInSync: boolean } | null {
  const root = parseXml(text)
  const info = root === null ? undefined : childrenOf(root, 'ChangeInfo')[0]
  const id = info === undefined ? null : textAt(info, 'Id')
  if (info === undefined || id === null) return null
  return { id: id.replace(/^\/change\//, ''), isInSync: textAt(info, 'Status') === 'INSYNC' }
}

export function parseFault(text: string): { code: string; message: string } | null {
  const root = parseXml(text)
  if (root === null) return null
  if (root.name === 'InvalidChangeBatch') {
    const messages = childrenOf(childrenOf(root, 'Messages')[0], 'Message').map((message) => message.text.trim())
    return { code: 'InvalidChangeBatch', message: messages.join(' ') }
  }
  const error = childrenOf(root, 'Error')[0]
  const code = error === undefined ? null : textAt(error, 'Code')
  return error === undefined || code === null ? null : { code, message: textAt(error, 'Message') ?? '' }
}
