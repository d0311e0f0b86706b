import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { ErrorBody } from '#contract/error.ts'
import { ROUTES } from '#contract/routes.ts'
import { BeginOidc, CodeEnrolment, ConfirmCodes, OidcRedirect, Session, UseCode, UseLink } from '#contract/session.ts'
import { actorOfSession, type BegunSession } from '#bff/auth/begin-session.ts'
import { confirmCodes, enrolCodes, removeCodes } from '#bff/auth/enrol-codes.ts'
import { isSecureMode } from '#bff/auth/identify.ts'
import { FLOW_MS } from '#bff/auth/identity-provider.ts'
import { clearCookie, flowCookieKind, readCookie, writeCookie } from '#bff/auth/session-cookie.ts'
import { describeSession } from '#bff/auth/session-verbs.ts'
import { stepUpByClick } from '#bff/auth/use-click.ts'
import { signInByCode } from '#bff/auth/use-code.ts'
import { signInByLink } from '#bff/auth/use-link.ts'
import { signInByOidc } from '#bff/auth/use-oidc.ts'
import { Failure, isFailure } from '#bff/failure.ts'
import { ctxOf } from '../command.ts'
import { ANYONE, SIGNED_IN } from '../policy.ts'
import { ACCESS_TAGS as tags, Done, DONE, handOver, recordingRefusals, type AccessRoom } from './access-room.ts'

const REFUSALS = { 400: ErrorBody, 401: ErrorBody, 403: ErrorBody, 429: ErrorBody }

/** Every way to prove who one is. Signed in already, it is a fresh proof. */
export function proofRoutes(room: FastifyInstance, access: AccessRoom): void {
  linkRoute(room, access)
  codeRoute(room, access)
  clickRoute(room, access)
  oidcRoutes(room, access)
  enrolmentRoutes(room, access)
}

const proof = { policy: ANYONE, rate: 'proof' as const }

function linkRoute(room: FastifyInstance, { access }: AccessRoom): void {
  const schema = { tags, summary: 'Sign in by a one-time link', body: UseLink, response: { 200: Session, ...REFUSALS } }
  room
    .withTypeProvider<ZodTypeProvider>()
    .post(ROUTES.sessionLink, { config: proof, schema }, async (request, reply) =>
      answerSession(request, reply, { access }, 'link', () =>
        signInByLink({ ground: access.ground, actor: request.actor, input: request.body, requestId: request.id }),
      ),
    )
}

function codeRoute(room: FastifyInstance, { access }: AccessRoom): void {
  const schema = { tags, summary: 'Sign in by a one-time code', body: UseCode, response: { 200: Session, ...REFUSALS } }
  room
    .withTypeProvider<ZodTypeProvider>()
    .post(ROUTES.sessionCode, { config: proof, schema }, async (request, reply) =>
      answerSession(request, reply, { access }, 'code', () =>
        signInByCode({ ground: access.ground, actor: request.actor, input: request.body, requestId: request.id }),
      ),
    )
}

function clickRoute(room: FastifyInstance, { access }: AccessRoom): void {
  const schema = {
    tags,
    summary: 'Prove that it is you by a click, in the simulated world alone',
    response: { 200: Session, ...REFUSALS },
  }
  room
    .withTypeProvider<ZodTypeProvider>()
    .post(ROUTES.sessionClick, { config: { policy: SIGNED_IN, rate: 'proof' }, schema }, async (request, reply) =>
      answerSession(request, reply, { access }, 'click', () => {
        if (request.actor === null) throw new Failure({ code: 'not_authenticated', message: 'Sign in first.' })
        return stepUpByClick({ ground: access.ground, actor: request.actor, requestId: request.id })
      }),
    )
}

async function answerSession(
  request: FastifyRequest,
  reply: FastifyReply,
  room: Pick<AccessRoom, 'access'>,
  way: string,
  run: () => Promise<BegunSession>,
): Promise<Session> {
  const begun = await recordingRefusals(request, room, way, run)
  handOver(request, reply, room, begun)
  return describeSession({ ground: room.access.ground, actor: actorOfSession(begun.session, begun.person) })
}

function oidcRoutes(room: FastifyInstance, { access }: AccessRoom): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  const { ground, flows } = access
  const cookieOf = (request: FastifyRequest) =>
    flowCookieKind({ isSecure: isSecureMode(ground.settings), port: request.socket.localPort ?? 0 })
  app.post(
    ROUTES.sessionOidc,
    {
      config: proof,
      schema: {
        tags,
        summary: 'Where to send the browser to sign in at the identity provider',
        body: BeginOidc,
        response: { 200: OidcRedirect, 404: ErrorBody, 503: ErrorBody, ...REFUSALS },
      },
    },
    async (request, reply) => {
      if (ground.provider === null) {
        throw new Failure({ code: 'not_found', message: 'There is no identity provider here.' })
      }
      const { purpose, returnTo } = request.body
      const begun = await ground.provider.begin({ purpose, returnTo, sessionId: sessionIdOf(request) })
      reply.header('set-cookie', writeCookie(cookieOf(request), flows.keep(begun.flow), FLOW_MS / 1_000))
      return { url: begun.url }
    },
  )
  app.get(ROUTES.oidcCallback, { config: proof, schema: { hide: true } }, async (request, reply) => {
    const secret = readCookie(request.headers.cookie, cookieOf(request))
    reply.header('set-cookie', clearCookie(cookieOf(request))).header('cache-control', 'no-store')
    const flow = secret === null ? null : flows.take(secret)
    try {
      const begun = await recordingRefusals(request, { access }, 'oidc', async () => {
        if (flow === null || ground.provider === null || ground.settings.mode !== 'oidc') {
          throw new Failure({ code: 'not_authenticated', message: 'No sign-in of this browser is under way.' })
        }
        const callbackUrl = new URL(request.url, ground.settings.publicUrl)
        const { settings, provider } = { settings: ground.settings, provider: ground.provider }
        const sessionId = sessionIdOf(request)
        return signInByOidc({ ground, settings, provider, flow, callbackUrl, sessionId, requestId: request.id })
      })
      handOver(request, reply, { access }, begun)
      return await reply.redirect(flow?.returnTo ?? '/', 303)
    } catch (error) {
      if (!isFailure(error)) throw error
      request.log.warn({ err: error, cause: error.cause }, 'a sign-in at the identity provider was refused')
      return reply.redirect(`/sign-in?problem=${error.code}`, 303)
    }
  })
}

function sessionIdOf({ actor }: FastifyRequest): string | null {
  return actor?.kind === 'person' ? actor.sessionId : null
}

function enrolmentRoutes(room: FastifyInstance, { services, access }: AccessRoom): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  const { ground } = access
  const config = { policy: SIGNED_IN }
  app.post(
    ROUTES.sessionCodes,
    {
      config,
      schema: {
        tags,
        summary: 'Begin to enrol an app of one-time codes',
        response: { 200: CodeEnrolment, 409: ErrorBody, ...REFUSALS },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return enrolCodes({ ground, ctx: ctxOf(request, services) })
    },
  )
  app.put(
    ROUTES.sessionCodes,
    {
      config: { ...config, rate: 'proof' },
      schema: {
        tags,
        summary: 'Confirm the app by its first code',
        body: ConfirmCodes,
        response: { 200: Done, 409: ErrorBody, ...REFUSALS },
      },
    },
    async (request) => {
      await confirmCodes({ ground, ctx: ctxOf(request, services), input: request.body })
      return DONE
    },
  )
  app.delete(
    ROUTES.sessionCodes,
    { config, schema: { tags, summary: 'Remove your app of one-time codes', response: { 200: Done, ...REFUSALS } } },
    async (request) => {
      await removeCodes({ ground, ctx: ctxOf(request, services) })
      return DONE
    },
  )
}
