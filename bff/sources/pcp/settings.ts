import { z } from 'zod'
import { RegionId, SourceId } from '#contract/ids.ts'
import { Duration } from '../duration.ts'
import { HttpAuth } from '../http-auth.ts'
import { isHostspec, isNetwork } from './hostspec.ts'

/** One entry of `sources:` with `kind: pcp`: hosts, through Performance Co-Pilot's pmproxy. */

const SHORTEST_PERIOD_MS = 1_000
const LONGEST_PERIOD_MS = 10_000
const REGION = '{region}'

const PmproxyUrl = z.string().refine(
  (text) => {
    const plain = text.replaceAll(REGION, 'region')
    if (!URL.canParse(plain)) return false
    const url = new URL(plain)
    const isPlain = url.username === '' && url.password === '' && url.search === '' && url.hash === ''
    return isPlain && /^https?:$/.test(url.protocol)
  },
  {
    error:
      'an http or https address such as http://pmproxy.{region}.internal:44322, without user, password, ? and #; credentials belong under auth',
  },
)

/** What an address is made of: only what the inventory tells of an instance, and what is written here. */
const PLACEHOLDERS = ['{host}', '{address}', '{instance}', REGION] as const
const HostspecTemplate = z
  .string()
  .refine(
    (text) => isHostspec(PLACEHOLDERS.reduce((filled, placeholder) => filled.replaceAll(placeholder, 'x'), text)),
    { error: `a host made of ${PLACEHOLDERS.join(', ')}, with or without a port: "{address}:44321"` },
  )

export const PcpLimits = z.strictObject({
  /** Of one answer, decoded. */
  bytes: z
    .number()
    .int()
    .min(1_024)
    .max(1024 ** 3)
    .default(4 * 1024 ** 2),
  timeout: Duration.default(10_000),
})
export type PcpLimits = z.infer<typeof PcpLimits>

/** An instance whose host is written here, so that no registry is needed. */
export const ConfiguredHost = z.strictObject({
  instance: z.string().min(1).max(200),
  region: RegionId,
  /** Where its pmcd listens, as pmproxy reaches it: `10.0.3.17`, `db-3.internal:44321`. */
  hostspec: z.string().refine(isHostspec, 'a host or address, with or without a port: "10.0.3.17:44321"'),
})
export type ConfiguredHost = z.infer<typeof ConfiguredHost>

export const PcpSettings = z.strictObject({
  id: SourceId,
  kind: z.literal('pcp'),
  /** Base address of pmproxy; `{region}` stands for the region's id, where each has its own. */
  url: PmproxyUrl,
  /** The regions it speaks for; all where absent. */
  regions: z.array(RegionId).min(1).max(64).optional(),
  /** Where the pmcd of an instance listens, as pmproxy reaches it. pmproxy connects wherever this says. */
  hostspec: HostspecTemplate.default('{address}'),
  /**
   * Networks that the inventory's addresses may lie in. What comes from data is never asked unless it is listed here:
   * `[10.0.0.0/8]`.
   */
  networks: z.array(z.string().refine(isNetwork, 'a network such as 10.0.0.0/8 or fd00::/8')).max(64).default([]),
  /** Domains that the inventory's names may lie in: `[prod.internal]`. */
  domains: z
    .array(z.string().regex(/^(?!.*\d$)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i, 'a domain such as prod.internal'))
    .max(64)
    .default([]),
  hosts: z.array(ConfiguredHost).max(10_000).default([]),
  period: Duration.refine(
    (ms) => ms >= SHORTEST_PERIOD_MS && ms <= LONGEST_PERIOD_MS,
    'a duration of 1s to 10s',
  ).default(SHORTEST_PERIOD_MS),
  auth: HttpAuth.default({ kind: 'none' }),
  limits: PcpLimits.prefault({}),
})
export type PcpSettings = z.infer<typeof PcpSettings>
/** As written in the file, before defaults. */
export type PcpSettingsInput = z.input<typeof PcpSettings>

export function urlOfRegion({ url }: Pick<PcpSettings, 'url'>, region: RegionId): string {
  return url.replaceAll(REGION, region)
}
