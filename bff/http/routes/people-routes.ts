import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { PersonId } from '#contract/access.ts'
import { ErrorBody } from '#contract/error.ts'
import { NewPerson, People, Person, PutBlocked, PutRoles, RoleHolders, SignInLink } from '#contract/people.ts'
import { ROUTES } from '#contract/routes.ts'
import { addPerson, listPeople, listRoles, makeSignInLink, putBlocked, putRoles } from '#bff/auth/people-verbs.ts'
import { ctxOf } from '../command.ts'
import { SIGNED_IN, whoMay } from '../policy.ts'
import { ACCESS_TAGS as tags, type AccessRoom } from './access-room.ts'

const config = { policy: whoMay('people.manage') }
const params = z.strictObject({ id: PersonId })
const REFUSALS = { 400: ErrorBody, 403: ErrorBody, 404: ErrorBody, 409: ErrorBody }

export function peopleRoutes(room: FastifyInstance, access: AccessRoom): void {
  listRoutes(room, access)
  changeRoutes(room, access)
}

function listRoutes(room: FastifyInstance, { services, access }: AccessRoom): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  const { ground } = access
  app.get(
    ROUTES.roles,
    {
      config: { policy: SIGNED_IN },
      schema: { tags, summary: 'What each role may do, and who holds it', response: { 200: RoleHolders } },
    },
    async (request) => listRoles({ ground, ctx: ctxOf(request, services) }),
  )
  app.get(
    ROUTES.people,
    { config, schema: { tags, summary: 'Everybody known here', response: { 200: People } } },
    async (request) => listPeople({ ground, ctx: ctxOf(request, services) }),
  )
  app.post(
    ROUTES.people,
    {
      config,
      schema: {
        tags,
        summary: 'Add somebody of this machine',
        body: NewPerson,
        response: { 201: Person, ...REFUSALS },
      },
    },
    async (request, reply) => {
      reply.code(201)
      return addPerson({ ground, ctx: ctxOf(request, services), input: request.body })
    },
  )
}

function changeRoutes(room: FastifyInstance, { services, access }: AccessRoom): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  const { ground } = access
  app.put(
    '/api/v1/people/:id/roles',
    {
      config,
      schema: {
        tags,
        summary: 'What somebody may act as, from now on',
        params,
        body: PutRoles,
        response: { 200: Person, ...REFUSALS },
      },
    },
    async (request) => putRoles({ ground, ctx: ctxOf(request, services), id: request.params.id, input: request.body }),
  )
  app.put(
    '/api/v1/people/:id/blocked',
    {
      config,
      schema: {
        tags,
        summary: 'Block somebody, ending their sessions, or let them in again',
        params,
        body: PutBlocked,
        response: { 200: Person, ...REFUSALS },
      },
    },
    async (request) =>
      putBlocked({ ground, ctx: ctxOf(request, services), id: request.params.id, input: request.body }),
  )
  app.post(
    '/api/v1/people/:id/links',
    {
      config,
      schema: {
        tags,
        summary: 'A one-time sign-in link; from the server’s own terminal alone',
        params,
        response: { 201: SignInLink, ...REFUSALS },
      },
    },
    async (request, reply) => {
      reply.code(201).header('cache-control', 'no-store')
      return makeSignInLink({ ground, ctx: ctxOf(request, services), id: request.params.id })
    },
  )
}
