import { createServer } from 'node:http'
import { listenOnLoopback } from '#mocks/upstreams/loopback.ts'
import { JAVA_COMMAND } from './hystrix-events-fixture.ts'

/**
 * A process of its own that serves any number of streams, each of so many commands twice a second, as large as Hystrix
 * writes them. Tells its parent the port, and ends with it.
 */
const COMMANDS = Number(process.argv[2])
const EVERY_MS = 500

const batch = Buffer.from(
  `${Array.from({ length: COMMANDS }, (_, index) => `data: ${JSON.stringify({ ...JAVA_COMMAND, name: `GetTitle${index}` })}\n\n`).join('')}ping: \n\n`,
)
let streams = 0
const server = createServer((_, response) => {
  streams += 1
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const send = () => response.write(batch)
  // Not all at the same moment.
  setTimeout(
    () => {
      send()
      const timer = setInterval(send, EVERY_MS)
      response.once('close', () => clearInterval(timer))
    },
    (streams * 37) % EVERY_MS,
  )
})
process.once('disconnect', () => process.exit(0))
process.send?.({ port: await listenOnLoopback(server, 0) })
