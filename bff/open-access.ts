import { rmSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { localPersonId } from '#contract/access.ts'
import type { SignInLink } from '#contract/people.ts'
import { publicUrlOf, type AccessSettings } from '#bff/auth/access-settings.ts'
import { createAccess, refusalOfPermission, type Access, type AccessInput } from '#bff/auth/create-access.ts'
import { identifyRequest } from '#bff/auth/identify-request.ts'
import { makeSignInLink } from '#bff/auth/people-verbs.ts'
import { isOwnOrigin } from '#bff/auth/same-site.ts'
import { createSeal, keyFromFile, newSecret } from '#bff/auth/secrets.ts'
import type { ServerInput } from '#bff/http/create-server.ts'
import type { Store } from '#bff/store/store.ts'
import type { StreamInput } from '#bff/stream/create-stream.ts'
import { TERMINAL_FILE, type TerminalFile } from './terminal-file.ts'

export interface OpenAccessInput extends Pick<AccessInput, 'clock' | 'newUlid' | 'simulated' | 'isTakingPart'> {
  settings: AccessSettings
  store: Store
  log: Logger
  /** Who follows a stream is to be looked at again. */
  onChanged: () => void
}

/** Who comes in, as the doors to the outside want it. */
export interface OpenedAccess {
  access: Access
  forServer: Pick<ServerInput, 'authenticate' | 'onRefused' | 'access' | 'publicUrl'>
  forStream: Pick<StreamInput, 'authenticate' | 'checkOrigin'>
  /** The server listens: from now on links and the commands of the terminal know where. */
  listening(address: string): void
  /** A one-time link for whoever runs the server; null where people sign in elsewhere. */
  operatorLink(): Promise<SignInLink | null>
  close(): void
}

export async function openAccess(input: OpenAccessInput): Promise<OpenedAccess> {
  const { settings, store, log, clock, newUlid, simulated, onChanged } = input
  const terminalSecret = newSecret()
  const terminalFile = join(store.directory, TERMINAL_FILE)
  const publicUrl = publicUrlOf(settings)
  let origin = publicUrl ?? ''
  const access = await createAccess({
    settings,
    store,
    clock,
    newUlid,
    simulated,
    terminalSecret,
    onChanged,
    ...(input.isTakingPart === undefined ? {} : { isTakingPart: input.isTakingPart }),
    seal: createSeal(keyFromFile(join(store.directory, 'codes.key'))),
    operatorName: userInfo().username,
    origin: () => origin,
    onFault: (error) => log.error({ err: error }, 'a refusal could not be written into the audit log'),
  })
  return {
    access,
    forServer: {
      authenticate: identifyRequest(access),
      onRefused: (refusal) => void access.recordRefusal(refusalOfPermission(refusal)),
      access,
      publicUrl,
    },
    forStream: {
      authenticate: access.pass,
      checkOrigin: ({ headers }) => isOwnOrigin(headers.origin, headers.host, publicUrl),
    },
    listening(address) {
      origin = publicUrl ?? address
      const file: TerminalFile = { address, secret: terminalSecret }
      rmSync(terminalFile, { force: true })
      writeFileSync(terminalFile, JSON.stringify(file), { mode: 0o600, flag: 'wx' })
    },
    async operatorLink() {
      if (settings.mode !== 'local') return null
      const { ground } = access
      const actor = { kind: 'system', name: 'start' } as const
      const ctx = { actor, clock, store, requestId: newUlid(), newUlid }
      return makeSignInLink({ ground, ctx, id: localPersonId(ground.operatorName) })
    },
    close: () => rmSync(terminalFile, { force: true }),
  }
}
