import { z } from 'zod'
import { PersonId } from './access.ts'
import { EpochMs } from './ids.ts'
import { Permission, Role } from './permissions.ts'

/** How people come in; exactly one of them at a time, named in the configuration. */
export const AccessMode = z.enum(['local', 'oidc', 'trusted-proxy'])
export type AccessMode = z.infer<typeof AccessMode>

/** A way to sign in or to prove again that it is you. */
export const WayIn = z.enum([
  /** A one-time link from the terminal of the machine that runs the server. */
  'link',
  /** The organisation's identity provider. */
  'oidc',
  /** A one-time code of an app (RFC 6238), enrolled before. */
  'code',
  /** In the simulated world alone: a click. */
  'click',
])
export type WayIn = z.infer<typeof WayIn>

export const SignedIn = z.strictObject({
  name: z.string(),
  personId: PersonId,
  /** Whoever opened the console on this machine without signing in. */
  isWalkIn: z.boolean(),
  roles: z.array(Role),
  /** What these roles allow. */
  permissions: z.array(Permission),
  /** Until when what is bound to a fresh proof may be done, UTC ms; null when there is none. */
  stepUpFreshUntil: EpochMs.nullable(),
  /** The session's public id; null without one. */
  sessionId: z.string().nullable(),
  signedInAt: EpochMs.nullable(),
  /** When it ends without a request, and when it ends anyway; null while it takes part in a running evacuation. */
  idleEndsAt: EpochMs.nullable(),
  endsAt: EpochMs.nullable(),
  /** Whether a one-time code app is enrolled. */
  hasCodes: z.boolean(),
})
export type SignedIn = z.infer<typeof SignedIn>

/** `GET /api/v1/session`: who you are here, and what there is to become somebody. Anyone may ask. */
export const Session = z.strictObject({
  mode: AccessMode,
  /** Null: nobody is signed in. */
  signedIn: SignedIn.nullable(),
  waysIn: z.array(WayIn),
  waysToStepUp: z.array(WayIn),
  /** Null where there is none; `unreachable` as long as it does not answer. */
  identityProvider: z
    .strictObject({ name: z.string(), state: z.enum(['unknown', 'reachable', 'unreachable']) })
    .nullable(),
  simulated: z.boolean(),
  serverAt: EpochMs,
})
export type Session = z.infer<typeof Session>

/** 256 bits, base64url. */
const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'expected the 43 characters of a one-time link')

/** `POST /api/v1/session/link`: what stands behind the `#` of a one-time link. */
export const UseLink = z.strictObject({ link: secret })
export type UseLink = z.infer<typeof UseLink>

/** `POST /api/v1/session/code`: signs in, or, where somebody is signed in, proves that it is them. */
export const UseCode = z.strictObject({
  /** The name or address one is known by; not needed where somebody is signed in. */
  login: z.string().min(1).max(200).optional(),
  code: z.string().regex(/^\d{6}$/, 'expected six digits'),
})
export type UseCode = z.infer<typeof UseCode>

/** `POST /api/v1/session/oidc`: where to send the browser. */
export const BeginOidc = z.strictObject({
  purpose: z.enum(['sign-in', 'step-up']),
  /** A path of this console to come back to. */
  returnTo: z
    .string()
    .max(2_000)
    .regex(/^\/(?![/\\])/, 'expected a path of this console')
    .default('/'),
})
export type BeginOidc = z.infer<typeof BeginOidc>
export const OidcRedirect = z.strictObject({ url: z.url() })
export type OidcRedirect = z.infer<typeof OidcRedirect>

/** `POST /api/v1/session/codes`: a new app; it counts once a code of it was given back. Shown once. */
export const CodeEnrolment = z.strictObject({ secret: z.string(), uri: z.string() })
export type CodeEnrolment = z.infer<typeof CodeEnrolment>
export const ConfirmCodes = z.strictObject({ code: UseCode.shape.code })
export type ConfirmCodes = z.infer<typeof ConfirmCodes>
