/** The words of the shell. Screens have files of their own beside this one. */

export const nav = {
  product: 'Spillway',
  label: 'Screens',
  traffic: 'Traffic',
  services: 'Services',
  servicesHint: 'Every service, worst first',
  service: 'Service',
  changes: 'Changes',
  sources: 'Sources',
  evacuate: 'Evacuate',
  evacuateHint: 'Verdicts, what if, runs',
  readiness: 'Readiness',
  readinessHint: 'What would stand in the way of leaving a region',
  run: 'Run',
  report: 'Report',
  access: 'Access',
  accessHint: 'Who you are here, who else there is, and what each may do',
  you: (name: string) => `You: ${name}`,
  apiPage: 'API',
  apiPageHint: 'Addresses for scripts, with examples',
  skip: 'Skip to the content',
  breadcrumb: 'Where you are',
} as const

export const simulated = {
  title: 'Simulated world',
  scenario: (name: string) => `scenario ${name}`,
  hint: 'Nothing here is real: a simulated fleet is shown, through the same code as a real one. Point Spillway at your own Prometheus with a spillway.yaml.',
} as const

export const stream = {
  label: 'Stream',
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
  stopped: 'Stopped',
  old: (age: string) => `${age} old`,
  inSeconds: (seconds: number) => `in ${seconds} s`,
  now: 'now',
  waiting: 'waiting for the first picture',
  noSamples: 'no samples yet',
  partLate: (parts: number, all: number) => `${parts} of ${all} feeds late`,
  partStale: (parts: number, all: number) => `${parts} of ${all} feeds stale`,
  allStale: 'all feeds stale',
  retry: 'Retry now',
  attempt: (attempt: number) => `attempt ${attempt}`,
  explain: {
    connecting: 'Connecting to the server’s stream.',
    live: 'A picture arrives each second. The age is that of its newest sample.',
    reconnecting: 'The last picture stays and ages until the stream is back.',
    stopped: 'The stream was ended. The last picture stays and ages.',
  },
  spoken: {
    connecting: 'Connecting to the stream',
    live: 'The stream is live',
    reconnecting: 'The stream is lost; reconnecting',
    stopped: 'The stream has stopped',
    stale: 'The stream is live, but what it carries is stale',
  },
} as const

export const clock = {
  utc: 'UTC',
  localIsUtc: 'local is UTC',
  hint: (zone: string) => `The server’s time, in UTC and in ${zone}`,
} as const

export const search = {
  label: 'Find a service, region or action',
  placeholder: 'Find a service, region, action',
  input: 'Go to a service or region, or run an action',
  nothing: (query: string) => `Nothing is called “${query}”.`,
  nothingYet: 'Services and regions appear here when the first picture has arrived. Actions work already.',
  groups: { regions: 'Regions', services: 'Services', places: 'On the map', screens: 'Screens', actions: 'Actions' },
  more: (count: number) => `${count} more, type on`,
  world: 'World',
  worldHint: 'All regions',
  regionHint: 'Region',
  serviceHint: (region: string) => `in ${region}`,
  serviceOnMapHint: (region: string) => `on the map of ${region}`,
  servicePageHint: (regions: number) => (regions === 1 ? 'in 1 region' : `in ${regions} regions`),
  owner: (owner: string) => `owner ${owner}`,
} as const

export const actions = {
  theme: { dark: 'Theme: change to light', light: 'Theme: follow the system', auto: 'Theme: change to dark' },
  showTable: 'Show the traffic as a table',
  showMap: 'Show the traffic as a map',
  copyLink: 'Copy a link to this view',
  notCopied: 'The browser refused to copy',
  notCopiedHint: 'Copy the address from the address bar.',
  shortcuts: 'Keyboard shortcuts',
  evacuate: (region: string) => `Evacuate ${region} …`,
  whatIf: (region: string) => `What if ${region} is evacuated, on the map`,
} as const

export const shortcuts = {
  title: 'Keyboard shortcuts',
  close: 'Close',
  everywhere: 'Everywhere',
  onTraffic: 'On the traffic screen',
  thenKey: 'then',
  or: 'or',
  singleKeys: 'Single-key shortcuts',
  singleKeysHint: 'Off: only shortcuts with Ctrl or ⌘ and Esc work, so that stray keys and speech input do nothing.',
  palette: 'Find a service, region or action',
  sheet: 'This sheet',
  goTraffic: 'Go to Traffic',
  goServices: 'Go to Services',
  goChanges: 'Go to Changes',
  goSources: 'Go to Sources',
  goEvacuate: 'Go to Evacuate',
  onRun: 'On a running evacuation',
  pauseRun: 'Pause it, at once',
  closeOrUp: 'Close, or one level up',
  table: 'Table or map',
  errorsOnly: 'Errors only',
  compare: 'Compare with ten minutes before, or leave the comparison',
  pauseOrPlay: 'Pause the picture, play on',
  live: 'Back to live',
  scrub: 'On the timeline: ten seconds back, on (with Shift a minute)',
  fit: 'Show everything',
  zoom: 'Nearer, farther',
  openSelected: 'Open what is selected',
} as const

export const screens = {
  loading: 'Loading the screen …',
  notFound: {
    title: 'There is no such screen',
    body: (path: string) => `Nothing lives at ${path}. The address may be old or mistyped.`,
    action: 'Go to the world’s traffic',
  },
  broken: {
    title: (screen: string) => `${screen} could not be drawn`,
    body: 'Something in this screen failed; the rest of the console goes on, and so does everything it watches.',
    detail: 'What the browser said',
    action: 'Draw it again',
  },
  outdated: {
    title: 'A part of the console could not be loaded',
    body: 'The server is away, or has been updated since this page was opened. Reload to get the current console; the address keeps what you were looking at.',
    action: 'Reload',
  },
} as const

export const timeline = {
  label: 'Requests/s of the world over time',
  caption: 'World',
  failed: (share: string) => `${share} failed`,
  perSecond: (requests: string) => `${requests}/s`,
  unknown: 'unknown',
  gap: 'nothing known',
  partly: (regions: string) => `without ${regions}`,
  loading: 'Reading the history …',
  empty: 'No history yet: it is kept from the moment the server starts.',
  failedToLoad: 'The history could not be read',
  failedToRefresh: 'Not refreshed',
  retry: 'Try again',
  at: (time: string) => `${time} UTC`,
  summary: (parts: {
    from: string
    to: string
    now: string
    low: string
    lowAt: string
    high: string
    highAt: string
  }) =>
    `Requests/s of the world from ${parts.from} to ${parts.to} UTC: now ${parts.now}, lowest ${parts.low} at ${parts.lowAt}, highest ${parts.high} at ${parts.highAt}.`,
  gaps: (count: number) =>
    count === 1 ? 'One gap in which nothing is known.' : `${count} gaps in which nothing is known.`,
  changes: 'Changes in this time',
  change: (time: string, title: string, where: string) => `${time} UTC, ${title}${where}`,
  everywhere: '',
  inPlaces: (places: string) => `, in ${places}`,
} as const
