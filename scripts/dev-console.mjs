import { createServer } from 'vite'

/** The console from its sources, with Spillway's server behind the same address. */
const target = `http://${process.env['SPILLWAY_LISTEN'] ?? '127.0.0.1:7700'}`
const toServer = { target, ws: true }
const server = await createServer({
  configFile: 'vite.config.ts',
  clearScreen: false,
  server: {
    host: '127.0.0.1',
    port: 7701,
    proxy: { '^/api/(v1|docs|openapi)': toServer, '/livez': toServer, '/readyz': toServer },
  },
})
await server.listen()
console.log(
  `The console from its sources: ${server.resolvedUrls?.local[0] ?? 'http://127.0.0.1:7701/'} (server: ${target})`,
)
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.once(signal, () => void server.close().then(() => process.exit(0)))
