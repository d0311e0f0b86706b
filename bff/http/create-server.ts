import helmet from '@fastify/helmet'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { systemClock, type Clock } from '#bff/clock.ts'
import { answerErrors } from './answer-errors.ts'
import { describeApi } from './describe-api.ts'
import { requirePolicies, type PolicyInput } from './policy.ts'
import { refuseForeignSites } from './refuse-foreign-sites.ts'
import { refuseNul } from './refuse-nul.ts'
import { changeRoutes } from './routes/change-routes.ts'
import { historyRoutes } from './routes/history-routes.ts'
import { latencyRoutes } from './routes/latency-routes.ts'
import { livenessRoutes } from './routes/liveness-routes.ts'
import { positionRoutes } from './routes/position-routes.ts'
import { seriesRoutes } from './routes/series-routes.ts'
import { sourceRoutes } from './routes/source-routes.ts'
import { trafficRoutes } from './routes/traffic-routes.ts'
import { vizceralRoutes } from './routes/vizceral-routes.ts'
import type { Services } from './services.ts'
import { serveWebApp } from './web-app.ts'

export interface ServerInput {
  services: Services
  authenticate: PolicyInput['authenticate']
  onRefused?: PolicyInput['onRefused']
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
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
  })
  refuseForeignSites(app)
  requirePolicies(app, {
    authenticate: input.authenticate,
    clock: input.clock ?? systemClock,
    ...(input.onRefused === undefined ? {} : { onRefused: input.onRefused }),
  })
  refuseNul(app)
  app.addHook('preClose', input.endStreams)
  await describeApi(app, input.version)
  for (const routes of [
    livenessRoutes,
    trafficRoutes,
    vizceralRoutes,
    sourceRoutes,
    historyRoutes,
    seriesRoutes,
    latencyRoutes,
    changeRoutes,
    positionRoutes,
  ]) {
    await app.register(async (room) => routes(room, input.services))
  }
  await serveWebApp(app, input.webDirectory)
  return app
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
