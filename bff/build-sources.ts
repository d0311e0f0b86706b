import { steadyNow, type Clock } from './clock.ts'
import type { SourceId } from '#contract/ids.ts'
import type { Configuration, ConfiguredSource } from '#bff/config/configuration.ts'
import { createAlertmanagerSource } from '#bff/sources/alertmanager/source.ts'
import { createAtlasSource } from '#bff/sources/atlas/source.ts'
import { createCatalogueSource } from '#bff/sources/catalogue/source.ts'
import { createEurekaSource } from '#bff/sources/eureka/source.ts'
import { createHystrixSource, createTurbineSource } from '#bff/sources/hystrix/source.ts'
import { createPcpSource } from '#bff/sources/pcp/source.ts'
import { createPrometheusSource } from '#bff/sources/prometheus/source.ts'
import { createVizceralSource } from '#bff/sources/vizceral/source.ts'
import { rememberInstances, type KnownInstances } from '#bff/sources/remember-instances.ts'
import type { TrafficSource } from '#bff/sources/source.ts'
import { systemTimers } from './system-timers.ts'

/** The sources a configuration names, not yet asked anything. */
export function buildSources(input: { configuration: Configuration; clock: Clock }): TrafficSource[] {
  const regions = input.configuration.regions.map((region) => region.id)
  const regionAliases = new Map(
    input.configuration.regions.flatMap((region) => [
      [region.id, region.id] as const,
      ...region.aliases.map((alias) => [alias, region.id] as const),
    ]),
  )
  const effects = { clock: input.clock, steadyNow, timers: systemTimers, random: Math.random }
  const registries = createRegistries(input.configuration)
  return input.configuration.sources.map((settings) => registries.remembered(build(settings)))

  function build(settings: ConfiguredSource): TrafficSource {
    switch (settings.kind) {
      case 'prometheus':
        return createPrometheusSource({ id: settings.id, settings, regions, regionAliases, clock: input.clock })
      case 'vizceral':
        return createVizceralSource({ id: settings.id, settings, regions, regionAliases, clock: input.clock })
      case 'atlas':
        return createAtlasSource({ id: settings.id, settings, regions, regionAliases, clock: input.clock })
      case 'eureka':
        return createEurekaSource({ id: settings.id, settings, regions, regionAliases, clock: input.clock })
      case 'catalogue':
        return createCatalogueSource({ id: settings.id, settings, regions, clock: input.clock })
      case 'pcp':
        return createPcpSource({ id: settings.id, settings, regions, clock: input.clock })
      case 'hystrix':
        return createHystrixSource({
          id: settings.id,
          settings,
          regions,
          registry: settings.registry === undefined ? null : registries.known(settings.registry),
          ...effects,
        })
      case 'alertmanager':
        return createAlertmanagerSource({ id: settings.id, settings, regions, regionAliases, clock: input.clock })
      case 'turbine':
        return createTurbineSource({ id: settings.id, settings, regions, ...effects })
    }
  }
}

/** Some sources read from what others list; in which order they stand in the file does not matter. */
function createRegistries({ sources }: Configuration) {
  const lists = new Map<SourceId, KnownInstances>()
  const read = new Set(sources.map((settings) => ('registry' in settings ? settings.registry : undefined)))
  return {
    known:
      (id: SourceId): KnownInstances =>
      async (asked) =>
        (await lists.get(id)?.(asked)) ?? null,
    /** The source, and what it lists where another reads it. */
    remembered(source: TrafficSource): TrafficSource {
      if (!read.has(source.id)) return source
      const remembering = rememberInstances(source)
      lists.set(source.id, remembering.known)
      return remembering.source
    },
  }
}
