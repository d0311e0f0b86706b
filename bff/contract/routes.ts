/** Every address of this server, in one place. Paths with a parameter are functions. */
export const ROUTES = {
  livez: '/livez',
  readyz: '/readyz',
  openApi: '/api/openapi.json',
  apiPage: '/api/docs',
  stream: '/api/v1/stream',
  me: '/api/v1/me',
  about: '/api/v1/about',
  traffic: '/api/v1/traffic',
  vizceral: '/api/v1/vizceral',
  sources: '/api/v1/sources',
  trySource: (id: string) => `/api/v1/sources/${encodeURIComponent(id)}/try-now`,
  totals: '/api/v1/history/totals',
  minutes: '/api/v1/history/minutes',
  frames: '/api/v1/history/frames',
  changes: '/api/v1/changes',
  positions: (view: string) => `/api/v1/positions/${encodeURIComponent(view)}`,
} as const
