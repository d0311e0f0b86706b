/**
 * True where a part of the console (a chunk of code, its style) could not be fetched: the server is away, or a newer
 * console has replaced the files this page knows of. The browsers' own words; there is no code to go by.
 */
export function isMissingPart(error: unknown): boolean {
  return error instanceof Error && MISSING.test(error.message)
}

const MISSING =
  /dynamically imported module|importing a module script failed|error loading dynamically|unable to preload css/i
