/** Everything that is made to go wrong, each counted where it strikes. */
export const FAULT_KINDS = [
  'late-apply',
  'very-late-apply',
  'lost-reply',
  'lost-request',
  'busy',
  'unreachable',
  'credentials',
  'lie',
  'ignored',
  'partial',
  'revert',
  'slow',
  'foreign-write',
  'read-lost',
  'crash-before-call',
  'crash-after-call',
  'crash-before-commit',
  'crash-after-commit',
  'crash',
  'freeze',
  'two-leaders',
  'store-failure',
  'clock-jump',
  'telemetry-loss',
  'telemetry-lie',
  'probes-loss',
  'savior-saturates',
  'region-sick',
  'hook-fails',
  'scale-late',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export type FaultCounts = Record<FaultKind, number>

export function noFaults(): FaultCounts {
  return {
    'late-apply': 0,
    'very-late-apply': 0,
    'lost-reply': 0,
    'lost-request': 0,
    busy: 0,
    unreachable: 0,
    credentials: 0,
    lie: 0,
    ignored: 0,
    partial: 0,
    revert: 0,
    slow: 0,
    'foreign-write': 0,
    'read-lost': 0,
    'crash-before-call': 0,
    'crash-after-call': 0,
    'crash-before-commit': 0,
    'crash-after-commit': 0,
    crash: 0,
    freeze: 0,
    'two-leaders': 0,
    'store-failure': 0,
    'clock-jump': 0,
    'telemetry-loss': 0,
    'telemetry-lie': 0,
    'probes-loss': 0,
    'savior-saturates': 0,
    'region-sick': 0,
    'hook-fails': 0,
    'scale-late': 0,
  }
}

/** What a plane does with one write. */
export type WriteFault = Extract<
  FaultKind,
  | 'late-apply'
  | 'very-late-apply'
  | 'lost-reply'
  | 'lost-request'
  | 'busy'
  | 'unreachable'
  | 'credentials'
  | 'lie'
  | 'ignored'
  | 'partial'
  | 'revert'
  | 'slow'
  | 'crash-before-call'
  | 'crash-after-call'
>
