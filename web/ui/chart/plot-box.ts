/** Where the lines are within a chart, CSS px from its edges; words of the axes stand around it. */
export const PLOT = { left: 46, right: 10, top: 6, bottom: 20 } as const
