/** All that a comparison needs, fetched when the first one begins: the first picture does without it. */
export async function loadCompare() {
  const [changes, uniting, bar, legend, overlay, hover, panel, table, side, label, half] = await Promise.all([
    import('./model-changes.ts'),
    import('./unite-fleets.ts'),
    import('./compare-bar.tsx'),
    import('./change-legend.tsx'),
    import('./change-overlay.tsx'),
    import('./change-card.tsx'),
    import('./compare-panel.tsx'),
    import('./compare-table.tsx'),
    import('./side-map.tsx'),
    import('./side-label.tsx'),
    import('./half-telling.ts'),
  ])
  return {
    createUniter: uniting.createUniter,
    withChanges: changes.withChanges,
    CompareBar: bar.CompareBar,
    ChangeLegend: legend.ChangeLegend,
    ChangeOverlay: overlay.ChangeOverlay,
    ChangeCard: hover.ChangeCard,
    ComparePanel: panel.ComparePanel,
    CompareTable: table.CompareTable,
    SideMap: side.SideMap,
    SideLabel: label.SideLabel,
    HALF_TELLING: half.HALF_TELLING,
  }
}

export type CompareCode = Awaited<ReturnType<typeof loadCompare>>
