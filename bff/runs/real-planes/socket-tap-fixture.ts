import { connect, createServer, type Server, type Socket } from 'node:net'

/** Stands between Spillway and a runtime socket: sees every command, may do something before it is passed on, may close. */
export interface SocketTap {
  /** As a configuration names it. */
  readonly address: string
  /** Nobody can connect from now on. */
  close(): Promise<void>
  open(): Promise<void>
}

export interface TappedCommand {
  instance: string
  command: string
}

export async function startSocketTap(input: {
  to: string
  onCommand: (command: string) => Promise<void> | void
}): Promise<SocketTap> {
  const open = new Set<Socket>()
  let server: Server | null = null
  let port = 0

  function pass(client: Socket): void {
    open.add(client)
    client.once('close', () => open.delete(client))
    client.on('error', () => client.destroy())
    client.once('data', (piece: Buffer) => {
      void (async () => {
        await input.onCommand(piece.toString('utf8').trim())
        const real = connect({ path: input.to }, () => real.write(piece))
        real.on('error', () => client.destroy())
        real.pipe(client)
        client.once('close', () => real.destroy())
      })()
    })
  }

  async function listen(): Promise<void> {
    const listening = createServer(pass)
    server = listening
    await new Promise<void>((resolve, reject) => {
      listening.once('error', reject)
      listening.listen(port, '127.0.0.1', resolve)
    })
    const address = listening.address()
    if (typeof address === 'object' && address !== null) port = address.port
  }

  await listen()
  return {
    address: `127.0.0.1:${port}`,
    open: listen,
    async close() {
      const ending = server
      server = null
      if (ending === null) return
      const gone = new Promise<void>((resolve) => ending.close(() => resolve()))
      for (const each of open) each.destroy()
      await gone
    },
  }
}
