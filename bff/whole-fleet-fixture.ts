/** How large the fleet is that figures are promised for. */
export const FLEET = { services: 2_000, instancesEach: 10, connections: 5_600 } as const
export const FLEET_REGIONS = ['us-east-1', 'eu-west-1'] as const

/** What is asked, by the name of the metric that stands for it. */
export const FLEET_QUERIES = {
  requests: 'fleet_requests',
  errors: 'fleet_errors',
  degraded: 'fleet_degraded',
  p99: 'fleet_p99',
  sampleTime: 'fleet_sample_time',
  saturation: 'fleet_saturation',
} as const
