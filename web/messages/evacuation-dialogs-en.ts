/** What is asked once more before an act upon a run. */

export const dialogWords = {
  cancel: 'Not now',
  rollBack: {
    title: (region: string) => `Roll back to ${region}`,
    sick: (region: string, word: string) => `${region} is ${word}. This sends users back to a region that fails.`,
    asks: 'A second person has to agree, within ten minutes. Until then nothing changes: the run goes on unless it is paused.',
    ask: 'Ask to roll back',
    well: (region: string) => `The steps are undone one by one; users go back to ${region}.`,
    action: 'Roll back',
  },
  agree: {
    title: (region: string) => `Agree that users go back to ${region}`,
    body: (who: string, reason: string) => `${who} asks for it: “${reason}”. The steps are undone one by one.`,
    action: 'Agree: users go back',
  },
  leaveOut: {
    title: (places: string) => `Go on without ${places}`,
    body: (region: string) =>
      `Nothing is written there. Whom it still serves counts as not moved from ${region}. It is read all the time: once it answers again it is taken along.`,
  },
  reason: 'Reason, 15 characters or more',
  refuseReason: 'Why not',
  adopt: 'What the planes say now is taken for wanted. What they said differs from the plan, so say why.',
  takeOver: 'Spillway stops writing and watching. Finish with the runbook; the lock is freed.',
  skip: (does: string) => `Goes on without: ${does}.`,
  refuse: 'The run ends as cancelled. Another one can be drafted.',
  hold: 'Every share stays where it is, and the run ends. The lock is freed; nothing is watched any more.',
  failback: 'A plan of its own leads users back, slower, and is approved again.',
  failbackReason: 'Why it is time to go back',
  proof: (act: string, region: string) => `before “${act.replace(' …', '')}” of ${region}`,
} as const
