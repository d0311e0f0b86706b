import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendError } from './answer-errors.ts'

const NONCE_PLACEHOLDER = '__CSP_NONCE__'

/**
 * The built console: hashed files for ever, index.html read and sent fresh each time, with a nonce of its own. Every address that is
 * neither a file nor the API's is a screen, so that a deep link survives a reload.
 */
export async function serveWebApp(app: FastifyInstance, directory: string): Promise<void> {
  const indexFile = join(directory, 'index.html')
  const built = existsSync(indexFile)
  if (built) {
    await app.register(fastifyStatic, {
      root: join(directory, 'assets'),
      prefix: '/assets/',
      immutable: true,
      maxAge: '365d',
    })
  }
  app.setNotFoundHandler(async (request, reply) => {
    const file = publicFile(request.url)
    if (isScreen(request) && built) return sendIndex(reply, readFileSync(indexFile, 'utf8'))
    if (built && file !== null && existsSync(join(directory, file)))
      return sendPublic(reply, join(directory, file), file)
    if (isScreen(request)) {
      return sendError(reply, {
        code: 'unavailable',
        message: 'The console is not built; run "npm start".',
        requestId: request.id,
      })
    }
    return sendError(reply, {
      code: 'not_found',
      message: `Nothing is at ${request.method} ${request.url.split('?')[0] ?? ''}.`,
      expected: 'an address of /api/docs',
      requestId: request.id,
    })
  })
}

const PUBLIC_TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
}

/** Files of public/ lie at the top and keep their names; nothing deeper is served this way. */
function publicFile(url: string): string | null {
  const path = url.split('?')[0] ?? ''
  return /^\/[a-z0-9-]+\.[a-z]+$/.test(path) && !path.endsWith('.html') ? path.slice(1) : null
}

function sendPublic(reply: FastifyReply, path: string, file: string): FastifyReply {
  const type = PUBLIC_TYPES[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
  return reply.header('cache-control', 'no-cache').type(type).send(readFileSync(path))
}

function isScreen(request: FastifyRequest): boolean {
  const path = request.url.split('?')[0] ?? ''
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  if (path.startsWith('/api/') || path.startsWith('/assets/') || /\.[a-z0-9]+$/i.test(path)) return false
  return (request.headers.accept ?? '').includes('text/html')
}

function sendIndex(reply: FastifyReply, index: string): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(index.replaceAll(NONCE_PLACEHOLDER, reply.cspNonce.style))
}
