/** Runs in the page before everything else: keeps weak count of the drawing contexts that are still alive. */
export const COUNT_CONTEXTS = `(() => {
  const contexts = []
  const original = HTMLCanvasElement.prototype.getContext
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    const context = original.call(this, kind, ...rest)
    if (kind === 'webgl2' && context !== null && !contexts.some((known) => known.deref() === context)) {
      contexts.push(new WeakRef(context))
    }
    return context
  }
  window.contextsMade = () => contexts.length
  window.contextsAlive = () =>
    contexts.filter((known) => {
      const context = known.deref()
      return context !== undefined && !context.isContextLost()
    }).length
})()`
