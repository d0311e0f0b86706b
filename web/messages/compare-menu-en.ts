/** The words of the menu that begins a comparison. */
export const compareMenuWords = {
  label: 'Compare',
  title: 'Compare with',
  presets: {
    '-10m': '10 minutes before',
    '-1h': '1 hour before',
    '-1d': 'Same minute yesterday',
    '-1w': 'Same minute last week',
  },
  beyond: (since: string) => `recorded since ${since}`,
  nothing: 'nothing is recorded',
  asking: 'asking …',
  notAsked: 'the history does not answer',
  withLive: 'Live with this moment',
  world: 'What changed in the world',
  region: (region: string) => `What changed in ${region}`,
  broken: 'The comparison could not be loaded. Reload the page to try again.',
  leave: 'Leave the comparison',
  leaveHint: 'Esc',
} as const
