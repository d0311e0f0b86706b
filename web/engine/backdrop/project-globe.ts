import type { Place } from '../layout/layout-graph.ts'

/**
 * From degrees to layout units by the Natural Earth projection (Tom Patterson's; polynomial by Bojan Šavrič and others,
 * 2011): the poles are lines, nothing is cut, and the middle latitudes, where regions are, look as people know them.
 */

/** Layout units a radian at the equator. */
const SCALE = 440
const RADIANS = Math.PI / 180

export function projectGlobe(latitude: number, longitude: number): Place {
  const phi = latitude * RADIANS
  const square = phi * phi
  const fourth = square * square
  const wide = 0.8707 - 0.131979 * square + fourth * (-0.013791 + fourth * (0.003971 * square - 0.001529 * fourth))
  const high = 1.007226 + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth))
  return { x: longitude * RADIANS * wide * SCALE, y: -phi * high * SCALE }
}
