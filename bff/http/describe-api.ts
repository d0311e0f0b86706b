import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { ROUTES } from '#contract/routes.ts'
import { API_PAGE_CSP, API_PAGE_CSS, API_PAGE_LOGO } from './api-page-theme.ts'
import { VIEWERS } from './policy.ts'

const FAVICON = Buffer.from(API_PAGE_LOGO)

/** OpenAPI from the same schemas that validate, and a page that renders it from bundled files. */
export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Spillway',
        version,
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: [
        { name: 'traffic', description: 'The fleet as it is seen now.' },
        { name: 'history', description: 'The hours behind, and the minutes of years.' },
        { name: 'sources', description: 'The systems Spillway reads from.' },
        { name: 'changes', description: 'What changed the fleet: deploys, configuration, experiments.' },
        { name: 'silences', description: 'Keeping the alerts of other systems from being told, for a while.' },
        { name: 'map', description: 'Where people have put the nodes.' },
        { name: 'access', description: 'Who you are, who else there is, and what each may do.' },
        { name: 'installation', description: 'This server itself.' },
      ],
    },
    transform: jsonSchemaTransform,
  })
  await app.register(swaggerUi, {
    routePrefix: ROUTES.apiPage,
    staticCSP: API_PAGE_CSP,
    logo: { type: 'image/svg+xml', content: Buffer.from(API_PAGE_LOGO), href: '/', target: '_self' },
    uiConfig: { docExpansion: 'list', deepLinking: true, tryItOutEnabled: true, validatorUrl: null },
    theme: {
      title: 'Spillway API',
      css: [{ filename: 'spillway.css', content: API_PAGE_CSS }],
      favicon: [{ filename: 'favicon.svg', rel: 'icon', sizes: 'any', type: 'image/svg+xml', content: FAVICON }],
    },
  })
  app.get(ROUTES.openApi, { config: { policy: VIEWERS }, schema: { hide: true } }, async () => app.swagger())
}

const DESCRIPTION = `Numbers are null where unknown; zero is a measured zero. Times are UTC milliseconds, shares 0–1.
A request that changes something is sent as JSON with a header that names the sender, such as
\`Spillway-Client: deploy-script\`, and takes an \`Idempotency-Key\`: the same key answers the same again for a day.
Live frames are at ${ROUTES.stream} (WebSocket, same origin).`
