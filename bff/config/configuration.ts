import { z } from 'zod'
import { FreshnessRule } from '#contract/freshness.ts'
import { HealthThresholds } from '#contract/health.ts'
import { RegionId } from '#contract/ids.ts'
import { Presets } from '#contract/presets.ts'
import { GeoPosition } from '#contract/roster.ts'
import { DEFAULT_SCORE_RULES, ScoreRules } from '#contract/services/score.ts'
import { EvacuationSettings } from '#bff/evacuation/settings.ts'
import { IdentitySettings } from '#bff/services/identity/settings.ts'
import { ChangesSettings } from '#bff/changes/settings.ts'
import { ProbesSettings } from '#bff/probes/settings.ts'
import { PlanningSettings } from '#bff/runs/planning-settings.ts'
import { ArcSettings } from '#bff/controls/arc/settings.ts'
import { GatewayApiSettings } from '#bff/controls/gateway-api/settings.ts'
import { HaproxySettings } from '#bff/controls/haproxy/settings.ts'
import { IstioSettings } from '#bff/controls/istio/settings.ts'
import { PowerdnsSettings } from '#bff/controls/powerdns/settings.ts'
import { Route53Settings } from '#bff/controls/route53/settings.ts'
import { WebhookSettings } from '#bff/controls/webhook/settings.ts'
import { AccessSettings } from '#bff/auth/access-settings.ts'
import { AlertmanagerSettings } from '#bff/sources/alertmanager/settings.ts'
import { AtlasSettings } from '#bff/sources/atlas/settings.ts'
import { CatalogueSettings } from '#bff/sources/catalogue/settings.ts'
import { EurekaSettings } from '#bff/sources/eureka/settings.ts'
import { HystrixSettings, TurbineSettings } from '#bff/sources/hystrix/settings.ts'
import { PcpSettings } from '#bff/sources/pcp/settings.ts'
import { PrometheusSettings } from '#bff/sources/prometheus/settings.ts'
import { VizceralSettings } from '#bff/sources/vizceral/settings.ts'
import { AllowedOrigin } from './allowed-origin.ts'
import { ListenAddress } from './listen-address.ts'
import { refuseOddStreams } from './refuse-odd-streams.ts'

/** `spillway.yaml`, version 1. Unknown keys are refused: a misspelt key must not be a silent default. */

export const ConfiguredRegion = z.strictObject({
  id: RegionId,
  /** As people say it; the id where absent. */
  name: z.string().min(1).max(80).optional(),
  /** Where it stands on the ring and on the globe. */
  position: GeoPosition.optional(),
  /** What else sources call it: cluster names, cloud ids. */
  aliases: z.array(z.string().min(1)).default([]),
})
export type ConfiguredRegion = z.infer<typeof ConfiguredRegion>

export const ConfiguredSource = z.discriminatedUnion('kind', [
  PrometheusSettings,
  VizceralSettings,
  EurekaSettings,
  CatalogueSettings,
  PcpSettings,
  HystrixSettings,
  TurbineSettings,
  AlertmanagerSettings,
  AtlasSettings,
])
export type ConfiguredSource = z.infer<typeof ConfiguredSource>

export const ConfiguredControl = z.discriminatedUnion('kind', [
  WebhookSettings,
  HaproxySettings,
  PowerdnsSettings,
  Route53Settings,
  ArcSettings,
  GatewayApiSettings,
  IstioSettings,
])
export type ConfiguredControl = z.infer<typeof ConfiguredControl>

export const Configuration = z
  .strictObject({
    version: z.literal(1),
    listen: ListenAddress.default('127.0.0.1:7700'),
    regions: z.array(ConfiguredRegion).min(1).max(64),
    sources: z.array(ConfiguredSource).min(1).max(32),
    /** The planes traffic is steered through. Without one there is nothing to evacuate with. */
    controls: z.array(ConfiguredControl).max(32).default([]),
    /** Pace, limits, guards and rules of every evacuation. */
    evacuation: EvacuationSettings.prefault({}),
    /** What no metric tells the planner. */
    planning: PlanningSettings.prefault({}),
    /** Which names mean which service. */
    identity: IdentitySettings.prefault({}),
    /** How the health of a service is reckoned, where nobody set it for that service. */
    score: ScoreRules.default(DEFAULT_SCORE_RULES),
    /** Who reports what the outside sees. */
    probes: ProbesSettings.prefault({}),
    /** Who delivers changes by itself, each signed. */
    changes: ChangesSettings.prefault({}),
    freshness: FreshnessRule.prefault({}),
    health: HealthThresholds.prefault({}),
    /** How people come in. */
    access: AccessSettings.prefault({ mode: 'local' }),
    /** Named filters of the map, beside the built-in ones. */
    presets: Presets.default([]),
    vizceral: z
      .strictObject({
        /** Pages of these origins may read `GET /api/v1/vizceral` in a browser; without a sign-in of ours. */
        allowOrigins: z.array(AllowedOrigin).max(32).default([]),
      })
      .prefault({}),
  })
  .superRefine((configuration, ctx) => {
    refuseRepeats(configuration.regions, 'regions', ctx.addIssue.bind(ctx))
    refuseRepeats(configuration.sources, 'sources', ctx.addIssue.bind(ctx))
    refuseRepeats(configuration.controls, 'controls', ctx.addIssue.bind(ctx))
    refuseUnknownRegions(configuration, ctx.addIssue.bind(ctx))
    refuseOddStreams(configuration, ctx.addIssue.bind(ctx))
    refuseSharedAliases(configuration.regions, ctx.addIssue.bind(ctx))
  })
export type Configuration = z.infer<typeof Configuration>

type AddIssue = (issue: { code: 'custom'; path: (string | number)[]; message: string }) => void

function refuseRepeats(rows: readonly { id: string }[], list: string, addIssue: AddIssue): void {
  const firstAt = new Map<string, number>()
  rows.forEach((row, index) => {
    const first = firstAt.get(row.id)
    if (first === undefined) firstAt.set(row.id, index)
    else
      addIssue({
        code: 'custom',
        path: [list, index, 'id'],
        message: `an id of its own; ${list}[${first}] has this one`,
      })
  })
}

/** A target whose region nobody has heard of would be traffic sent out of sight. */
function refuseUnknownRegions(
  { regions, controls }: { regions: readonly { id: string }[]; controls: readonly ConfiguredControl[] },
  addIssue: AddIssue,
): void {
  const known = new Set(regions.map(({ id }) => id))
  controls.forEach((control, index) => {
    control.targets.forEach((target, position) => {
      if (known.has(target.region)) return
      addIssue({
        code: 'custom',
        path: ['controls', index, 'targets', position, 'region'],
        message: `one of the regions of this file (${[...known].join(', ')})`,
      })
    })
  })
}

/** An alias of two regions would give one region's traffic to the other. */
function refuseSharedAliases(regions: readonly ConfiguredRegion[], addIssue: AddIssue): void {
  const owner = new Map<string, string>(regions.map((region) => [region.id, region.id]))
  regions.forEach((region, index) => {
    region.aliases.forEach((alias, position) => {
      const other = owner.get(alias)
      if (other !== undefined && other !== region.id) {
        addIssue({
          code: 'custom',
          path: ['regions', index, 'aliases', position],
          message: `an alias of this region alone; it already names ${other}`,
        })
      }
      owner.set(alias, region.id)
    })
  })
}
