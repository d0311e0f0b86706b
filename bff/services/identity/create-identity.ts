import type { ServiceId, SourceId } from '#contract/ids.ts'
import type { FactKind, JoinedBy } from '#contract/services/identity.ts'
import { plainFormOf } from './plain-form.ts'
import type { IdentityRule, IdentitySettings } from './settings.ts'

/**
 * One service goes by many names, and a wrong guess would show one team's breakers on another team's page. So a name
 * stands for a service only where the configuration says so, by the name itself or by the first rule that matches, or
 * where it is that service's id in all but its way of writing; and only for services the fleet is known to have.
 */
export interface Identity {
  /** Whom a name means; `service` null where nobody known is meant. */
  resolve(asked: AskedName): ResolvedName
  /** Lines of the configuration that met nothing so far. */
  idle(): string[]
}

export interface AskedName {
  source: SourceId
  tells: FactKind
  name: string
}

export interface ResolvedName {
  service: ServiceId | null
  by: JoinedBy | null
  /** `identity.rules[2]`, also where it led to a service nobody knows. */
  line: string | null
}

const NOBODY: ResolvedName = { service: null, by: null, line: null }
/** A name that is longer is nobody's: no expression is run over it. */
const LONGEST_NAME = 400

export function createIdentity(input: {
  settings: IdentitySettings
  isKnown: (service: ServiceId) => boolean
}): Identity {
  const { settings, isKnown } = input
  const names = new Map(Object.entries(settings.names))
  const rules = settings.rules.map((rule, index) => ({ ...compiled(rule), line: `identity.rules[${index}]` }))
  const met = new Set<string>()

  function byName(name: string): ResolvedName | null {
    const service = names.get(name)
    if (service === undefined) return null
    const line = `identity.names["${name}"]`
    met.add(line)
    return isKnown(service) ? { service, by: 'name', line } : { ...NOBODY, line }
  }

  function byRule(asked: AskedName): ResolvedName | null {
    for (const { source, tells, expression, service, line } of rules) {
      if ((source !== undefined && source !== asked.source) || (tells !== undefined && tells !== asked.tells)) continue
      if (!expression.test(asked.name)) continue
      met.add(line)
      const meant = plainFormOf(asked.name.replace(expression, service))
      return meant !== null && isKnown(meant) ? { service: meant, by: 'rule', line } : { ...NOBODY, line }
    }
    return null
  }

  return {
    resolve(asked) {
      if (asked.name.length > LONGEST_NAME) return NOBODY
      const told = byName(asked.name) ?? byRule(asked)
      if (told !== null) return told
      if (isKnown(asked.name)) return { service: asked.name, by: 'same', line: null }
      const plain = plainFormOf(asked.name)
      return plain !== null && isKnown(plain) ? { service: plain, by: 'plain-form', line: null } : NOBODY
    },
    idle() {
      const lines = [...[...names.keys()].map((name) => `identity.names["${name}"]`), ...rules.map(({ line }) => line)]
      return lines.filter((line) => !met.has(line))
    },
  }
}

function compiled({ match, ...rule }: IdentityRule) {
  return { ...rule, expression: new RegExp(`^(?:${match})$`, 'iu') }
}
