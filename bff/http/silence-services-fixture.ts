import type { Silence, SilenceSet } from '#contract/services/silence.ts'
import type { Services } from './services.ts'

export const SILENCE: Silence = {
  source: 'alerts',
  id: '04820671-e754-407a-b5f4-d95bbb4da2ae',
  matchers: [{ name: 'service', value: 'API-PROD', isRegex: false, isEqual: true }],
  state: 'active',
  startsAt: 1_795_000_000_000,
  endsAt: 1_795_003_600_000,
  updatedAt: 1_795_000_000_000,
  createdBy: 'local-operator:test',
  comment: 'a deploy is known to do this',
  link: null,
}

const SEEN: SilenceSet = { outcome: 'seen', silence: SILENCE, message: 'Silent until 15:00.' }

export const HOOK_SECRET = 'hook-secret-of-the-tests-5f2c'

export function silenceServicesFixture(): Pick<Services, 'silences' | 'hooks'> {
  return {
    silences: {
      list: async () => ({
        silences: [SILENCE],
        sources: [{ source: 'alerts', readAt: SILENCE.updatedAt, problem: null }],
      }),
      put: async () => SEEN,
      expire: async () => ({ ...SEEN, silence: { ...SILENCE, state: 'expired' } }),
      preview: async () => ({ alerts: [], count: 0, of: 3 }),
    },
    hooks: {
      knows: ({ source, secret }) => source === 'alerts' && secret === HOOK_SECRET,
      take: () => ({ accepted: 1, repeated: 0, ignored: 0 }),
    },
  }
}
