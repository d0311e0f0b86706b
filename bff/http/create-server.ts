import helmet from '@fastify/helmet'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Access } from '#bff/auth/create-access.ts'
import { systemClock, type Clock } from '#bff/clock.ts'
import { answerErrors } from './answer-errors.ts'
import { createRateGuard } from './create-rate-guard.ts'
import { describeApi } from './describe-api.ts'
import { requirePolicies, type PolicyInput } from './policy.ts'
import { refuseForeignSites } from './refuse-foreign-sites.ts'
import { refuseNul } from './refuse-nul.ts'
import { changeHookRoutes } from './routes/change-hook-routes.ts'
import { changeRoutes } from './routes/change-routes.ts'
import { evacuationRoutes } from './routes/evacuation-routes.ts'
import { hookRoutes } from './routes/hook-routes.ts'
import { historyRoutes } from './routes/history-routes.ts'
import { hostRoutes } from './routes/host-routes.ts'
import { latencyRoutes } from './routes/latency-routes.ts'
import { livenessRoutes } from './routes/liveness-routes.ts'
import { peopleRoutes } from './routes/people-routes.ts'
import { positionRoutes } from './routes/position-routes.ts'
import { proofRoutes } from './routes/proof-routes.ts'
import { seriesRoutes } from './routes/series-routes.ts'
import { serviceRoutes } from './routes/service-routes.ts'
import { sessionRoutes } from './routes/session-routes.ts'
import { sourceRoutes } from './routes/source-routes.ts'
import { silenceRoutes } from './routes/silence-routes.ts'
import { standingRoutes } from './routes/standing-routes.ts'
import { tokenRoutes } from './routes/token-routes.ts'
import { trafficRoutes } from './routes/traffic-routes.ts'
import { vizceralRoutes } from './routes/vizceral-routes.ts'
import type { Services } from './services.ts'
import { serveWebApp } from './web-app.ts'

export interface ServerInput {
  services: Services
  authenticate: PolicyInput['authenticate']
  onRefused?: PolicyInput['onRefused']
  /** Who comes in; without it there is nothing to sign in to. */
  access?: Access
  /** Where browsers find the console; null: at this machine's own addresses. */
  publicUrl?: string | null
  /** The wall's, unless told. */
  clock?: Clock
  /** Directory of the built console. */
  webDirectory: string
  version: string
  log: FastifyBaseLogger
  newRequestId: () => string
  /** Ends the streams before the server waits for its connections to finish. */
  endStreams: () => Promise<void>
}

const ROUTES_FOR_ALL = [
  livenessRoutes,
  trafficRoutes,
  vizceralRoutes,
  sourceRoutes,
  historyRoutes,
  seriesRoutes,
  latencyRoutes,
  hostRoutes,
  changeRoutes,
  positionRoutes,
  serviceRoutes,
  evacuationRoutes,
  standingRoutes,
  silenceRoutes,
  hookRoutes,
  changeHookRoutes,
]

/** Parse, call a verb, map the error: nothing else happens in this room. */
export async function createServer(input: ServerInput): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: input.log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => input.newRequestId(),
    bodyLimit: 256 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    routerOptions: { maxParamLength: 300 },
    trustProxy: false,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerErrors(app)
  await app.register(helmet, {
    enableCSPNonces: true,
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    strictTransportSecurity: isHttps(input.publicUrl) ? { maxAge: YEAR_SECONDS, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
  })
  refuseForeignSites(app, input.publicUrl ?? null)
  requirePolicies(app, {
    authenticate: input.authenticate,
    clock: input.clock ?? systemClock,
    guard: createRateGuard(input.clock ?? systemClock),
    knowsHook: (of) => input.services.hooks.knows(of),
    knowsSigner: (delivery) => input.services.changeHooks.isSigned(delivery),
    ...(input.onRefused === undefined ? {} : { onRefused: input.onRefused }),
  })
  refuseNul(app)
  app.addHook('preClose', input.endStreams)
  await describeApi(app, input.version)
  for (const routes of ROUTES_FOR_ALL) {
    await app.register(async (room) => routes(room, input.services))
  }
  const { access } = input
  if (access !== undefined) {
    for (const routes of [sessionRoutes, proofRoutes, peopleRoutes, tokenRoutes]) {
      await app.register(async (room) => routes(room, { services: input.services, access }))
    }
  }
  await serveWebApp(app, input.webDirectory)
  return app
}

const YEAR_SECONDS = 31_536_000

function isHttps(publicUrl: string | null | undefined): boolean {
  return publicUrl?.startsWith('https:') === true
}

/** Nonces are added by helmet to script-src and style-src; nothing inline carries one but Mantine's style elements. */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  connectSrc: ["'self'"],
  fontSrc: ["'self'"],
  workerSrc: ["'self'"],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
}
