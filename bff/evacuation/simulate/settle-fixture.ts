let quiet: Promise<void> | null = null

/** Resolves when everything that follows without waiting has happened; one turn of the loop serves all who ask. */
export function settle(): Promise<void> {
  quiet ??= new Promise((done) => {
    setImmediate(() => {
      quiet = null
      done()
    })
  })
  return quiet
}
