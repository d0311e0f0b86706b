const KUBERNETES = /^([a-z0-9-]+)\.[a-z0-9-]+\.svc(?:\.[a-z0-9.-]+)?$/

/**
 * The slug a name comes to when only its way of writing is taken away: `PlaybackAPI`, `PLAYBACK_API` and
 * `playback-api.prod.svc.cluster.local` are all `playback-api`. What says more than a way of writing (`-prod`, `v2`) is
 * left: whether it matters is for a rule to say. Null where nothing is left.
 */
export function plainFormOf(name: string): string | null {
  const lower = spacedByCase(name.trim()).toLowerCase()
  const host = KUBERNETES.exec(lower)?.[1] ?? lower
  const slug = host
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/-{2,}/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
  return slug === '' ? null : slug
}

/** `GetLicense` as `Get-License`; `API` and `PLAYBACK-API` as they are. */
function spacedByCase(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').replaceAll(/([A-Z])([A-Z][a-z])/g, '$1-$2')
}
