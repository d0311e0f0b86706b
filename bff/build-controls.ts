import type { Configuration } from '#bff/config/configuration.ts'
import { createArcControl } from '#bff/controls/arc/create-arc-control.ts'
import { createGatewayApiControl } from '#bff/controls/gateway-api/create-gateway-api-control.ts'
import { createHaproxyControl } from '#bff/controls/haproxy/create-haproxy-control.ts'
import { createIstioControl } from '#bff/controls/istio/create-istio-control.ts'
import { createPowerdnsControl } from '#bff/controls/powerdns/create-powerdns-control.ts'
import { createRoute53Control } from '#bff/controls/route53/create-route53-control.ts'
import { createScaler, type Scaler } from '#bff/controls/scaler/create-scaler.ts'
import { createWebhookControl } from '#bff/controls/webhook/create-webhook-control.ts'
import type { Control } from '#bff/evacuation/control.ts'
import type { Clock } from './clock.ts'

/** The planes a configuration names, not yet asked anything. */
export function buildControls(input: { configuration: Configuration; clock: Clock }): Control[] {
  return input.configuration.controls.map((settings) => {
    switch (settings.kind) {
      case 'webhook':
        return createWebhookControl({ settings, clock: input.clock })
      case 'powerdns':
        return createPowerdnsControl({ settings, clock: input.clock })
      case 'route53':
        return createRoute53Control({ settings, clock: input.clock })
      case 'arc':
        return createArcControl({ settings, clock: input.clock })
      case 'gateway-api':
        return createGatewayApiControl({ settings, clock: input.clock })
      case 'istio':
        return createIstioControl({ settings, clock: input.clock })
      case 'haproxy':
        return createHaproxyControl({ settings, clock: input.clock })
    }
  })
}

/** What makes room for traffic before it comes; null where nothing scales by our word. */
export function buildScaler(input: { configuration: Configuration; clock: Clock }): Scaler | null {
  const settings = input.configuration.planning.scaler
  return settings === undefined ? null : createScaler({ settings, clock: input.clock })
}
