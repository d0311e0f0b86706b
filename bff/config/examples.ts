/** What a right value looks like, by path; list positions read as `*`. The nearest known ancestor serves. */
const EXAMPLES: Readonly<Record<string, string>> = {
  '': 'version: 1, then listen, regions and sources',
  version: 'version: 1',
  listen: 'listen: 127.0.0.1:7700',
  regions: 'regions: [{ id: us-east-1, name: N. Virginia }]',
  'regions.*': '- { id: us-east-1, name: N. Virginia, aliases: [prod-use1] }',
  'regions.*.id': 'id: us-east-1',
  'regions.*.name': 'name: N. Virginia',
  'regions.*.aliases': 'aliases: [prod-use1, use1]',
  'regions.*.position': 'position: { latitude: 38.9, longitude: -77.4 }',
  sources: 'sources: [{ id: prometheus, kind: prometheus, preset: istio, url: "http://prometheus:9090" }]',
  'sources.*': '- { id: prometheus, kind: prometheus, preset: istio, url: "http://prometheus:9090" }',
  'sources.*.id': 'id: prometheus',
  'sources.*.kind': 'kind: prometheus',
  'sources.*.preset': 'preset: istio',
  'sources.*.url': 'url: http://prometheus.monitoring:9090',
  'sources.*.period': 'period: 15s',
  'sources.*.window': 'window: 1m',
  'sources.*.auth': 'auth: { kind: bearer, token: "${PROMETHEUS_TOKEN}" }',
  'sources.*.queries':
    'queries: { requests: "sum by (source, target, source_region, target_region) (rate(requests_total[$window]))" }',
  'sources.*.regionLabel': 'regionLabel: destination_cluster',
  'sources.*.region': 'region: us-east-1',
  'sources.*.metrics': 'metrics: { prefix: otel_, latencyUnit: s }',
  'sources.*.callerLabel': 'callerLabel: app',
  'sources.*.clusterPattern': 'clusterPattern: "^(?<service>.+)-(?<region>use1|euw1)$"',
  'sources.*.resilience4j': 'resilience4j: { serviceLabel: application, targets: { backendA: license } }',
  'sources.*.entry': 'entry: [edge-proxy]',
  'sources.*.hostspec': 'hostspec: "{address}:44321"',
  'sources.*.networks': 'networks: [10.0.0.0/8]',
  'sources.*.domains': 'domains: [prod.internal]',
  'sources.*.hosts': 'hosts: [{ instance: db-3, region: us-east-1, hostspec: "10.0.3.17:44321" }]',
  'sources.*.limits': 'limits: { bytes: 67108864, timeout: 10s }',
  'sources.*.receivers': 'receivers: [on-call]',
  'sources.*.hook': 'hook: { secret: "${file:/run/secrets/alertmanager-hook}" }',
  access: 'access: { mode: local, people: [{ name: Ben, roles: [viewer, approver] }] }',
  'access.mode': 'mode: local',
  'access.walkIn': 'walkIn: [viewer, engineer]',
  'access.people': 'people: [{ name: Ben, roles: [viewer, approver] }]',
  'access.publicUrl': 'publicUrl: https://spillway.example.com',
  'access.issuer': 'issuer: https://id.example.com',
  'access.clientSecret': 'clientSecret: "${file:/run/secrets/oidc}"',
  'access.roles': 'roles: { sre: [viewer, engineer], core: [viewer, crisis-leader] }',
  'access.proxies': 'proxies: [10.0.0.0/8]',
  'access.secret': 'secret: "${file:/run/secrets/proxy}"',
  'access.stepUpAcr': 'stepUpAcr: ["urn:mfa"]',
  'evacuation.standing': 'standing: { refreshAt: "03:00", approvalMs: 2592000000 }',
  'evacuation.standing.refreshAt': 'refreshAt: "03:00"',
  'evacuation.runbooks': 'runbooks: /srv/runbooks',
  'evacuation.dependencies': 'dependencies: [{ name: secrets, region: us-east-1, url: "https://vault.example.com" }]',
  freshness: 'freshness: { staleFloorMs: 10000 }',
  'freshness.*': 'freshness: { latePeriods: 2, stalePeriods: 3, staleFloorMs: 10000, unknownPeriods: 20 }',
  presets: 'presets: [{ name: Playback in trouble, expression: "owner = playback and errors > 1%" }]',
  'presets.*': '- { name: Playback in trouble, expression: "owner = playback and errors > 1%" }',
  'presets.*.name': 'name: Playback in trouble',
  'presets.*.expression': 'expression: "owner = playback and errors > 1%"',
  vizceral: 'vizceral: { allowOrigins: ["https://walls.example.com"] }',
  health: 'health: { degradedErrorShare: 0.01, failingErrorShare: 0.05 }',
}

export function exampleFor(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? '*' : String(step)))
  for (let length = steps.length; length >= 0; length -= 1) {
    const example = EXAMPLES[steps.slice(0, length).join('.')]
    if (example !== undefined) return example
  }
  return ''
}
