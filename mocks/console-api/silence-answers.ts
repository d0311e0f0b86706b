import type { SilencePreview, Silences } from '#contract/services/silence.ts'

/** Nothing is silenced. */
export function silencesAt(at: number): Silences {
  return { silences: [], sources: [{ source: 'alerts', readAt: at, problem: null }] }
}

/** One alert of nine. */
export function silencePreviewAt(at: number): SilencePreview {
  return {
    alerts: [
      {
        key: 'elsewhere',
        name: 'HighErrorShare',
        severity: 'critical',
        region: 'us-west-2',
        serviceName: 'PLAYBACK-PROD',
        summary: 'Playback fails',
        startedAt: at - 60_000,
        alreadySilenced: false,
      },
    ],
    count: 1,
    of: 9,
  }
}
