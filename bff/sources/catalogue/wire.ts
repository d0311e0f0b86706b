import { z } from 'zod'

const text = z.string().min(1).max(2_000)
const webLink = z.url({ protocol: /^https?$/ }).max(2_000)
const TitledLink = z.union([
  webLink.transform((url) => ({ title: null, url })),
  z.object({ title: text.nullish().transform((title) => title ?? null), url: webLink }),
])
const links = z.array(TitledLink).default([])

/** Our own form: one file of `services`. Keys that are not known are told, so that a misspelt one is no silence. */
export const OwnEntry = z.strictObject({
  name: text,
  title: text.optional(),
  description: text.optional(),
  team: text.optional(),
  onCall: text.optional(),
  tier: z.number().int().min(0).max(9).optional(),
  domain: text.optional(),
  lifecycle: text.optional(),
  repository: webLink.optional(),
  documentation: webLink.optional(),
  dashboards: links,
  runbooks: links,
  links,
})
export type OwnEntry = z.infer<typeof OwnEntry>

/** Each entry is judged alone: one that is wrong takes none of the others away. */
export const OwnDocument = z.strictObject({ services: z.array(z.unknown()).max(20_000) })

/** Backstage's envelope; what else it holds is theirs. */
export const BackstageDocument = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.object({
    name: text,
    title: text.nullish(),
    description: z.string().nullish(),
    annotations: z.record(z.string(), z.unknown()).nullish(),
    labels: z.record(z.string(), z.unknown()).nullish(),
    links: z.array(z.object({ url: z.string(), title: z.string().nullish(), type: z.string().nullish() })).nullish(),
  }),
  spec: z.record(z.string(), z.unknown()).nullish(),
})
export type BackstageDocument = z.infer<typeof BackstageDocument>
