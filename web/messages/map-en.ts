/** The words of the map's own tools: minimap, background, export, wall display. */
export const mapWords = {
  minimap: 'The whole picture, small: drag the frame, or press a place to go there',

  menu: {
    label: 'Map',
    title: 'What the world stands on',
    ring: 'Rings',
    ringHint: 'Regions around the INTERNET',
    geographic: 'Coastlines',
    geographicHint: 'Regions where they are on the globe',
    withoutPlace: (regions: string) => `Not placed on the globe (no position is configured): ${regions}`,
    loading: 'Fetching the coastlines …',
    failed: 'The coastlines could not be loaded; regions stand where they are on the globe.',
  },

  streams: {
    dashes: 'This machine draws too slowly for dots: streams are dashes, wider for more traffic',
    stills: 'This machine draws too slowly for motion: dots stand still and change with each second’s numbers',
    now: { dashes: 'dashes: the wider, the more requests', stills: 'dots stand still on this machine' },
  },

  export: {
    label: 'Export',
    png: 'Picture (PNG)',
    svg: 'Drawing (SVG)',
    csv: (what: string) => `${what} (CSV)`,
    pngHint: 'the whole graph, twice the size',
    svgHint: 'the whole graph, vectors',
    csvHint: 'rows of the table',
    underWay: (kind: string) => `Writing the ${kind} …`,
    done: (file: string) => `${file} is written`,
    failed: (reason: string) => `The file could not be written: ${reason}`,
    title: (view: string) => `Traffic, ${view}`,
    difference: (title: string, measure: string) => `${title}: change of ${measure}`,
    against: (moment: string, how: string) => `Against ${moment} (${how})`,
    groupedBy: (view: string, by: string) => `${view}, by ${by}`,
    filter: (text: string) => `Filter: ${text}`,
    freshnessOf: (region: string, state: string, age: string) => `${region} ${state}, ${age} old`,
    neverSeen: (region: string) => `${region} never seen`,
    simulated: 'Simulated world',
  },

  kiosk: {
    label: 'Wall display',
    leave: 'Leave the wall display',
    rotating: (view: string, seconds: number) => `${view}, next view every ${seconds} s`,
  },
} as const
