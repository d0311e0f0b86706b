import type { WorldCatalog } from '#mocks/world/world.ts'

/** What the company's own catalogue file says of its services: whose they are, and where to look. */
export function worldCatalogue({ nodes }: WorldCatalog): { services: object[] } {
  const entries = new Map<string, object>()
  for (const { region, service, owner, domain } of nodes) {
    if (region < 0 || entries.has(service)) continue
    entries.set(service, {
      name: service,
      team: owner,
      onCall: `#${owner}-oncall`,
      tier: TIERS[domain] ?? 3,
      domain,
      repository: `https://code.simulated.example/${owner}/${service}`,
      runbooks: [{ title: `${service} runbook`, url: `https://wiki.simulated.example/runbooks/${service}` }],
      dashboards: [{ title: `${service} dashboard`, url: `https://dashboards.simulated.example/d/${service}` }],
    })
  }
  return { services: [...entries.values()] }
}

/** Nobody streams without these. */
const TIERS: Readonly<Record<string, number>> = { edge: 1, playback: 1, identity: 1, data: 2 }
