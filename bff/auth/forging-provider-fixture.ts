import { createSign, generateKeyPairSync } from 'node:crypto'
import { createServer, type Server } from 'node:http'

/** A provider that says of the same person whatever it is told to: what a forger or a broken one would. */
export interface ForgingProvider {
  issuer: string
  /** What its next identity token is made of. */
  forge: { claims: Record<string, unknown>; header: Record<string, unknown>; byForeignKey: boolean }
  close(): Promise<void>
}

export async function startForgingProvider(): Promise<ForgingProvider> {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const forge: ForgingProvider['forge'] = { claims: {}, header: {}, byForeignKey: false }
  const server = createServer()
  const issuer = await listen(server)
  const jwks = { keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }] }
  const discovery = {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/me`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  }
  server.on('request', (request, response) => {
    const key = forge.byForeignKey ? foreign.privateKey : own.privateKey
    const answers: Record<string, () => unknown> = {
      '/.well-known/openid-configuration': () => discovery,
      '/jwks': () => jwks,
      '/token': () => ({ access_token: 'a', token_type: 'bearer', id_token: tokenOf(forge, key) }),
    }
    const answer = answers[request.url ?? '']
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer?.() ?? {}))
  })
  return {
    issuer,
    forge,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function tokenOf(
  { claims, header }: ForgingProvider['forge'],
  key: Parameters<ReturnType<typeof createSign>['sign']>[0],
): string {
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const head = { alg: 'RS256', kid: 'k', typ: 'JWT', ...header }
  const signed = `${encode(head)}.${encode(claims)}`
  if (head.alg === 'none') return `${signed}.`
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key).toString('base64url')}`
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(`http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`)
    }),
  )
}
