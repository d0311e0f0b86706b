import { createServer, type Server } from 'node:http'
import Provider from 'oidc-provider'

/** A real provider of identities on loopback, whose people sign in without a page: who is at the keyboard is set. */
export interface OpenidProvider {
  issuer: string
  /** Who signs in next, and how strongly. */
  atKeyboard: { subject: string; acr: string; groups: string[] }
  /** Goes where the browser is sent, until it is sent back; the address it would open then. */
  browse(url: string): Promise<URL>
  close(): Promise<void>
}

export const CLIENT = { id: 'spillway', secret: 'a-secret-that-must-never-be-seen' }

export async function startOpenidProvider(redirectUri: string): Promise<OpenidProvider> {
  const server = createServer()
  const issuer = await listen(server)
  const atKeyboard = { subject: 'ben', acr: 'urn:pwd', groups: ['sre'] }
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        require_auth_time: true,
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    acrValues: ['urn:pwd', 'urn:mfa'],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email'], groups: ['groups'] },
    scopes: ['openid', 'profile', 'email', 'groups'],
    findAccount: (_ctx, subject) => ({
      accountId: subject,
      claims: async () => ({
        sub: subject,
        name: `${subject} of the provider`,
        preferred_username: subject,
        email: `${subject}@example.test`,
        groups: atKeyboard.groups,
      }),
    }),
    async loadExistingGrant(ctx) {
      const { client, session } = ctx.oidc
      if (client === undefined || session?.accountId === undefined) return undefined
      const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid profile email groups')
      await grant.save()
      return grant
    },
    interactions: { url: (_ctx, { uid }) => `/sign-in/${uid}` },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['of-the-tests'] },
  })
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/sign-in/')) return void answer(request, response)
    const login = { accountId: atKeyboard.subject, acr: atKeyboard.acr }
    provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false }).catch(() => {
      response.writeHead(500).end()
    })
  })
  return { issuer, atKeyboard, browse: (url) => browse(url, redirectUri), close: () => stop(server) }
}

async function browse(start: string, redirectUri: string): Promise<URL> {
  const jar = new Map<string, string>()
  let url = start
  for (let hop = 0; hop < 12; hop += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const location = response.headers.get('location')
    if (location === null) throw new Error(`the provider answered ${response.status}: ${await response.text()}`)
    url = new URL(location, url).href
    if (url.startsWith(redirectUri)) return new URL(url)
  }
  throw new Error('the provider sends the browser round and round')
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(`http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`)
    }),
  )
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
