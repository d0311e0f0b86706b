/**
 * Attempts beyond the first that a call makes on average when each attempt fails with this chance and as many as
 * `retries` may follow: f + f² + …; what a budget leaves of them is for the caller to say.
 */
export function retriesWanted(failShare: number, retries: number): number {
  let wanted = 0
  let still = 1
  for (let again = 0; again < retries; again += 1) {
    still *= failShare
    wanted += still
  }
  return wanted
}
