/** Who people are, what they hold, and by what they prove it. Secrets are never here, only their SHA-256. */
export interface AccessSchema {
  people: PersonRow
  sessions: SessionRow
  sign_in_links: SignInLinkRow
  one_time_codes: OneTimeCodesRow
  tokens: TokenRow
}

export interface PersonRow {
  id: string
  /** `local`, or the issuer or proxy that vouches for them. */
  origin: string
  /** Theirs there; with the origin it is one person. */
  subject: string
  name: string
  /** What they type to sign in by code. */
  login: string
  /** JSON of Role[]: what they were given. */
  roles: string
  /** JSON of Role[]: what an admin has taken of it. */
  withheld: string
  /** 1 where the configuration file lists them. */
  configured: number
  blocked_at: number | null
  created_at: number
  last_seen_at: number | null
}

export interface SessionRow {
  /** The public id, safe to show. */
  id: string
  /** SHA-256 of what the cookie holds, hex. */
  secret_hash: string
  /** The one before, valid for a moment after a change of roles, so that what is under way still arrives. */
  previous_hash: string | null
  previous_until: number | null
  person_id: string
  /** `link`, `oidc`, `code`, `click`, `trusted-proxy`. */
  way: string
  started_at: number
  seen_at: number
  step_up_at: number | null
  /** 1: the next answer carries a new secret. */
  rotation_due: number
}

export interface SignInLinkRow {
  secret_hash: string
  person_id: string
  ends_at: number
}

export interface OneTimeCodesRow {
  person_id: string
  /** Encrypted with a key that does not lie in this database. */
  sealed_secret: string
  confirmed_at: number | null
  /** The last step of 30 s whose code was used: none is used twice. */
  last_step: number
  failures: number
  locked_until: number
}

export interface TokenRow {
  id: string
  name: string
  secret_hash: string
  /** JSON of Role[]. */
  roles: string
  made_by: string
  made_at: number
  ends_at: number
  last_used_at: number | null
  revoked_at: number | null
}
