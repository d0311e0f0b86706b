/** A request to a control plane as it came, and what is said to it. */
export interface PlaneRequest {
  method: string
  /** Path and query, as sent. */
  path: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: string
}

/** `silent`: no answer ever comes. */
export type PlaneAnswer =
  | { kind: 'answer'; status: number; json: unknown; headers?: Readonly<Record<string, string>> }
  | { kind: 'silent' }

export function refuse(status: number, why: string, headers?: Readonly<Record<string, string>>): PlaneAnswer {
  return { kind: 'answer', status, json: { why }, ...(headers === undefined ? {} : { headers }) }
}

export function headerOf(request: PlaneRequest, name: string): string | null {
  const value = request.headers[name]
  return typeof value === 'string' ? value : null
}
