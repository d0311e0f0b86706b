/** Asks the browser not to let the screen sleep, where it can; the returned function lets it again. */
export function keepScreenOn(): () => void {
  const ending = new AbortController()
  let lock: { release(): Promise<void> } | null = null
  const ask = async (): Promise<void> => {
    if (document.hidden || !('wakeLock' in navigator)) return
    try {
      const granted = await navigator.wakeLock.request('screen')
      if (ending.signal.aborted) await granted.release()
      else lock = granted
    } catch {
      // A low battery or a policy may forbid it: the display then sleeps as its owner has set it.
    }
  }
  // The browser takes it away whenever the page is hidden.
  document.addEventListener('visibilitychange', () => void ask(), { signal: ending.signal })
  void ask()
  return () => {
    ending.abort()
    void lock?.release().catch(() => {})
  }
}
