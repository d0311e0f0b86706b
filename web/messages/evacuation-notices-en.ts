/** What a phase asks of whoever looks, where it asks anything. */
export const noticeWords = {
  glass: 'Started by one person alone',
  glassBody: 'A second person says whether that was right. Without it the run holds the share it has.',
  wayBack: (who: string, region: string) => `${who} asks to go back to ${region}`,
  wayBackBody: (region: string, reason: string, until: string) =>
    `“${reason}” ${region} is not known to be well, so a second person has to agree, until ${until} UTC. Nothing is undone before.`,
  leftOut: (places: string) => `Goes on without ${places}`,
  leftOutBody: (who: string, time: string, reason: string, region: string) =>
    `${who} at ${time} UTC: “${reason}” What it says is unknown, and whom it serves counts as not moved from ${region}. Once it answers again it is taken along.`,
  goOnWithout: (places: string) => `Go on without ${places} …`,
  lookOnWithout: (places: string) => `Leave out ${places} …`,
  asked: 'going back waits for a second person',
  without: (places: string) => `without ${places}`,
  silent: 'A plane cannot be read',
  silentAlarm: 'The alarm ends when it answers again, or when it is left out by its name.',
  silentRemedy: 'Nothing moves. Mend it and resume, or go on without it: one word is enough for the whole run.',
  byHand: 'Waits for somebody to do this by hand',
  hook: (hook: string) => `Waits for ${hook}`,
  phases: {
    reconciling: {
      title: 'Nothing is written until it is known what the planes say',
      body: 'They are read until they stand still. Then it pauses, and a person decides. What each says stands below.',
    },
    'rolling-back': {
      title: 'The steps are being undone, one by one',
      body: 'Pause stops it where it is; hold leaves the shares as they are and ends it.',
    },
    evacuated: {
      title: 'Nobody is sent there any more, and it stays so',
      body: 'The planes are watched: whoever sends users back raises an alarm here. When the region is well, draft the way back.',
    },
    restored: { title: 'Users are back', body: 'The run has ended, and its lock is free.' },
    held: {
      title: 'It ended where it stood',
      body: 'Every share stays as it was written last. Nothing is watched: the planes are as below.',
    },
    'rolled-back': { title: 'Every step was undone', body: 'The planes say what they said before the run.' },
    'taken-over': {
      title: 'Spillway has let go',
      body: 'It writes nothing and watches nothing. The runbook finishes it by hand.',
    },
    cancelled: { title: 'It was withdrawn or refused', body: 'Nothing was moved. Another one can be drafted.' },
    expired: { title: 'It was never started', body: 'Nothing was moved. Another one can be drafted.' },
  },
} as const
