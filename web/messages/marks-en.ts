import { formatWholeShare } from './format-numbers.ts'

/** The words of the marks beside a node's health: circuit breakers, alerts, changes. */

interface ForetoldFigures {
  leaving: string
  utilisation: number
  firstAtShare: number | null
}

export const markWords = {
  title: 'Marks',
  column: 'Marks',
  none: '',
  breakersOpen: (count: number) => (count === 1 ? '1 circuit breaker open' : `${count} circuit breakers open`),
  alert: { critical: 'Critical alert', warning: 'Warning', info: 'Notice' },
  change: {
    deploy: 'Deploy',
    configuration: 'Configuration',
    experiment: 'Experiment',
    canary: 'Canary',
    chaos: 'Chaos',
    action: 'Action',
    provider: 'Provider',
    other: 'Change',
  },
  foretold: ({ leaving, utilisation, firstAtShare }: ForetoldFigures) =>
    `Over its safe rate if ${leaving} leaves: then ${formatWholeShare(utilisation)} used${
      firstAtShare === null ? '' : `; saturates first, at ${formatWholeShare(firstAtShare)} of the way`
    }`,
  /** The same where there is little room. */
  foretoldShort: ({ utilisation, firstAtShare }: ForetoldFigures) =>
    `then ${formatWholeShare(utilisation)} used${firstAtShare === null ? '' : ', first to saturate'}`,
  foretoldIn: (service: string, short: string) => `${service} ${short}`,
  foretoldCount: (services: number) => `${services} services would be over their safe rate`,
  /** Under the name of a service on the map. */
  foretoldNote: ({ utilisation, firstAtShare }: ForetoldFigures) =>
    `then ${formatWholeShare(utilisation)}${firstAtShare === null ? '' : ', first'}`,
  foretoldGroup: (services: number, all: number) => `${services} of ${all} would saturate`,
  ago: (age: string) => `${age} ago`,
  more: (count: number) => `and ${count} more`,
  /** One after another, for titles and for those who hear them. */
  counted: (breakers: number, alerts: number, changes: number, foretold = '') =>
    [
      ...(foretold === '' ? [] : [foretold]),
      ...(alerts > 0 ? [alerts === 1 ? '1 alert' : `${alerts} alerts`] : []),
      ...(breakers > 0 ? [breakers === 1 ? '1 open circuit breaker' : `${breakers} open circuit breakers`] : []),
      ...(changes > 0 ? [changes === 1 ? '1 recent change' : `${changes} recent changes`] : []),
    ].join(', '),
  legendTitle: 'Marks on services',
  legend: {
    critical: 'critical alert',
    warning: 'warning (a notice is a small disc)',
    breaker: 'circuit breakers open',
    change: 'changed in the last 15 min: deploy, configuration …',
    saturates: 'over its safe rate if what is considered were done',
    trial: 'experiment, canary, chaos or action under way or just begun',
  },
  legendNote: 'From far away only the worst mark of a service is drawn, at its upper right.',
} as const
