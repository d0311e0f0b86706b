/**
 * The rooms of the house and their doors: which rooms a room may import from. A room that is not listed may import
 * nothing and be imported by nobody, so a new room begins with a line here.
 *
 * A door is a room (`bff/topology`) or single files of one (`bff/sources/*\/wire.ts`, where `*` is any part of one name).
 * Tests, benchmarks and fixtures may enter every room: they play the part of the composition root.
 */

const CONTRACT = 'bff/contract'
/** Foreign shapes and questions, so that the fake and the client cannot disagree. */
const WIRE_OF_SOURCES = 'bff/sources/*/wire*.ts'
const WIRE_OF_CONTROLS = ['bff/controls/*/wire*.ts', 'bff/signature.ts']
/** What every room of the server but the pure ones may know: the actor and his tools, the errors, the clock. */
const SERVER_GROUND = [CONTRACT, 'bff/ctx.ts', 'bff/failure.ts', 'bff/clock.ts', 'bff/signature.ts', 'bff/ulid.ts']
/** Rooms of the browser that know no other room but the contract. */
const WEB_LEAVES = ['web/messages', 'web/urls']
const FEATURE_DOORS = [
  CONTRACT,
  ...WEB_LEAVES,
  'web/expression',
  'web/live',
  'web/api',
  'web/engine',
  'web/ui',
  'web/fleet',
  'web/filter',
]

export const DOORS: Readonly<Record<string, readonly string[]>> = {
  // The wire: everybody may enter; it enters nobody.
  'bff/contract': [],

  // Pure rooms.
  'bff/topology': [CONTRACT],
  'bff/detection': [CONTRACT, 'bff/topology'],
  'bff/evacuation': [CONTRACT, 'bff/topology'],
  'bff/vizceral': [CONTRACT],
  'mocks/world': [CONTRACT],
  // Stories are played through the topology, so that a detection sees what the server sees.
  'mocks/scenarios': [CONTRACT, 'mocks/world', 'bff/topology'],
  // The language of the filter: the only pure room of the browser.
  'web/expression': [CONTRACT],

  // Ports: what is read, acted through and kept.
  'bff/config': [
    CONTRACT,
    'bff/auth/access-settings.ts',
    'bff/sources/*/settings.ts',
    'bff/controls/*/settings.ts',
    'bff/changes/settings.ts',
    'bff/probes/settings.ts',
    'bff/runs/planning-settings.ts',
    'bff/services/identity/settings.ts',
    'bff/evacuation/settings.ts',
  ],
  'bff/sources': [...SERVER_GROUND, 'bff/topology'],
  'bff/controls': [...SERVER_GROUND, 'bff/evacuation/control.ts'],
  'bff/probes': SERVER_GROUND,
  'bff/store': SERVER_GROUND,

  // Domains.
  'bff/auth': [...SERVER_GROUND, 'bff/store'],
  'bff/history': [...SERVER_GROUND, 'bff/topology', 'bff/store'],
  'bff/latency': [...SERVER_GROUND, 'bff/sources/source.ts'],
  'bff/hosts': [...SERVER_GROUND, 'bff/sources/host-source.ts', 'bff/sources/poller.ts', 'bff/sources/retry.ts'],
  'bff/positions': [...SERVER_GROUND, 'bff/auth', 'bff/store'],
  'bff/runs': [
    ...SERVER_GROUND,
    'bff/controls/scaler/*.ts',
    'bff/auth',
    'bff/evacuation',
    'bff/store',
    'bff/topology',
    'bff/probes',
  ],
  'bff/silences': [...SERVER_GROUND, 'bff/auth', 'bff/store', 'bff/sources/alert-silencer.ts'],
  'bff/changes': [...SERVER_GROUND, 'bff/auth', 'bff/store'],
  // What the fleet's own systems know of a service, joined.
  'bff/services': [...SERVER_GROUND, 'bff/auth', 'bff/store', 'bff/topology'],

  // Doors to the outside.
  'bff/stream': [...SERVER_GROUND, 'bff/auth', 'bff/topology', 'bff/history'],
  'bff/http': [
    ...SERVER_GROUND,
    'bff/auth',
    'bff/topology',
    'bff/history',
    'bff/changes',
    'bff/latency',
    'bff/positions',
    'bff/store',
    'bff/sources/source.ts',
    'bff/stream',
  ],

  // The composition root: main.ts, demo.ts, doctor.ts and clock.ts.
  bff: [
    CONTRACT,
    'bff/config',
    'bff/topology',
    'bff/sources',
    'bff/controls',
    'bff/probes',
    'bff/evacuation',
    'bff/store',
    'bff/history',
    'bff/auth',
    'bff/changes',
    'bff/hosts',
    'bff/latency',
    'bff/positions',
    'bff/vizceral',
    'bff/stream',
    'bff/http',
    'bff/runs',
    'bff/services',
    'bff/silences',
  ],

  // The browser.
  'web/messages': [],
  'web/urls': [CONTRACT],
  'web/engine': [CONTRACT],
  'web/ui': WEB_LEAVES,
  'web/api': [CONTRACT, ...WEB_LEAVES, 'web/expression'],
  'web/live': [CONTRACT, ...WEB_LEAVES],
  // What several screens say of the fleet, and the filter over all of them.
  'web/fleet': [CONTRACT, ...WEB_LEAVES, 'web/api', 'web/live', 'web/ui'],
  'web/filter': [CONTRACT, ...WEB_LEAVES, 'web/api', 'web/expression', 'web/fleet', 'web/ui'],
  'web/features/traffic': FEATURE_DOORS,
  'web/features/services': FEATURE_DOORS,
  'web/features/sources': FEATURE_DOORS,
  'web/features/changes': FEATURE_DOORS,
  'web/features/access': FEATURE_DOORS,
  'web/features/evacuation': FEATURE_DOORS,
  'web/app': [
    ...FEATURE_DOORS,
    'web/features/access',
    'web/features/evacuation',
    'web/features/traffic',
    'web/features/services',
    'web/features/sources',
    'web/features/changes',
  ],
  web: [CONTRACT, ...WEB_LEAVES, 'web/app', 'web/live', 'web/api', 'web/ui'],

  // The simulated world.
  'mocks/upstreams': [CONTRACT, 'mocks/world', 'mocks/scenarios', WIRE_OF_SOURCES, ...WIRE_OF_CONTROLS],
  'mocks/console-api': [CONTRACT, 'bff/topology', 'mocks/world', 'mocks/scenarios'],

  // Journeys know the wire, the words and the addresses, and start real servers.
  e2e: [CONTRACT, ...WEB_LEAVES, 'mocks/upstreams', 'mocks/scenarios', 'mocks/world'],
  scripts: [CONTRACT, 'bff/detection'],
  '.': ['scripts/without-json-schema.ts'],
}

/** Single files with a door of their own. */
export const FILE_DOORS: Readonly<Record<string, readonly string[]>> = {
  // Starts the world's servers as a child process and hands main.ts an ordinary configuration.
  'bff/demo.ts': ['mocks/upstreams', 'mocks/scenarios', 'mocks/world'],
  // Stories of the controller, for any range of seeds.
  'scripts/simulate.ts': ['bff/evacuation'],
  // How well the detection does on labelled data.
  'scripts/bench-detect.ts': ['bff/detection'],
  // … and on the stories of the simulated world.
  'scripts/detect/score-stories.ts': ['mocks/scenarios'],
  // The demo build that needs no server.
  'web/main.tsx': ['mocks/console-api'],
}

/** What is to be detected: only tests and scoring may read it. */
export const TRUTH_FILES = 'mocks/scenarios/truth'
export const TRUTH_READERS: readonly string[] = ['scripts/detect/score-stories.ts']

/**
 * Where each package lives (`bff/*` is every room under bff/ but the pure ones). A package without a line here may be
 * imported by tests alone.
 */
export const PACKAGE_HOMES: readonly { packages: RegExp; rooms: readonly string[] }[] = [
  { packages: /^node:/, rooms: ['bff', 'bff/*', 'mocks/upstreams', 'mocks/console-api', 'e2e', 'scripts', '.'] },
  {
    packages: /^(react|react-dom)$/,
    rooms: ['web', 'web/app', 'web/features/*', 'web/ui', 'web/live', 'web/api', 'web/fleet', 'web/filter'],
  },
  { packages: /^(@mantine\/.+|@tabler\/.+)$/, rooms: ['web', 'web/app', 'web/features/*', 'web/ui'] },
  { packages: /^@fontsource-variable\/.+$/, rooms: ['web', 'web/app', 'web/ui'] },
  { packages: /^three$/, rooms: ['web/engine', 'web/features/traffic'] },
  { packages: /^@react-three\/fiber$/, rooms: ['web/features/traffic'] },
  { packages: /^@tanstack\/react-router$/, rooms: ['web', 'web/app', 'web/features/*', 'web/urls'] },
  {
    packages: /^@tanstack\/react-query$/,
    rooms: ['web', 'web/app', 'web/features/*', 'web/api', 'web/fleet', 'web/filter'],
  },
  { packages: /^echarts(\/.+)?$/, rooms: ['web/ui'] },
  { packages: /^uqr$/, rooms: ['web/features/access'] },
  { packages: /^@tanstack\/react-(table|virtual)$/, rooms: ['web/features/*', 'web/ui'] },
  { packages: /^zustand$/, rooms: ['web/live', 'web/app', 'web/features/*', 'web/ui'] },
  { packages: /^(fastify|fastify-.+|@fastify\/.+)$/, rooms: ['bff/http', 'bff/stream', 'bff/auth'] },
  { packages: /^ws$/, rooms: ['bff/stream'] },
  { packages: /^pino$/, rooms: ['bff', 'bff/*'] },
  { packages: /^(openid-client|otpauth)$/, rooms: ['bff/auth'] },
  { packages: /^(better-sqlite3|kysely)$/, rooms: ['bff/store'] },
  { packages: /^aws4fetch$/, rooms: ['bff/controls'] },
  { packages: /^eventsource-parser$/, rooms: ['bff/sources'] },
  { packages: /^yaml$/, rooms: ['bff', 'bff/config', 'bff/sources'] },
  {
    packages: /^zod$/,
    rooms: ['bff/contract', 'bff/evacuation', 'bff', 'bff/*', 'web/*', 'web/features/*', 'mocks/*', 'e2e', 'scripts'],
  },
  { packages: /^msw$/, rooms: ['mocks/console-api'] },
  { packages: /^playwright-core$/, rooms: ['e2e', 'scripts'] },
  { packages: /^axe-core$/, rooms: ['e2e'] },
  { packages: /^(vitest|vite|@vitejs\/.+)$/, rooms: ['.', 'scripts', 'e2e'] },
]

/** Rooms without I/O, clock and chance; of packages they use only what names them above. */
export const PURE_ROOMS: readonly string[] = [
  'bff/contract',
  'bff/topology',
  'bff/detection',
  'bff/evacuation',
  'bff/vizceral',
  'mocks/world',
  'mocks/scenarios',
  'web/expression',
]
