/** One word to the shell, whatever it holds. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** The variable that holds a plane's secret in a runbook: `edge-proxies` and `SECRET` give `EDGE_PROXIES_SECRET`. */
export function variableOf(plane: string, what: string): string {
  return `${plane.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_${what}`
}
