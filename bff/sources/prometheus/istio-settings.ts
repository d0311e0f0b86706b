import { z } from 'zod'
import { checkWindow, common, labelName, recordedQueries, withWindowDefault } from './common-settings.ts'

export const IstioSettings = z
  .strictObject({
    ...common,
    preset: z.literal('istio'),
    regionLabel: labelName.default('destination_cluster'),
    sourceRegionLabel: labelName.default('source_cluster'),
    /** A label of the destination's zone, where relabelling adds one; zones of entries and services are unknown without. */
    zoneLabel: labelName.optional(),
    /** Two namespaces may hold services of one name: `append` makes ids such as `reviews.shop`. */
    namespaces: z.enum(['omit', 'append']).default('omit'),
    queries: recordedQueries([
      'requests',
      'errors',
      'callerRequests',
      'callerErrors',
      'callerOnlyFailures',
      'sampleTime',
      'p50',
      'p90',
      'p99',
      'callerP50',
      'callerP90',
      'callerP99',
      'serviceZones',
      'zoneRequests',
      'zoneErrors',
    ]),
  })
  .transform(withWindowDefault)
  .superRefine(checkWindow)
export type IstioSettings = z.infer<typeof IstioSettings>
