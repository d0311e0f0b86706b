import { describe, expect, it } from 'vitest'
import { createFleet } from '#web/fleet/fleet-fixture.ts'
import { createRegionModel } from './region-model.ts'
import { regionParts } from './region-parts.ts'
import { servicePartsOf, servicePlacesOf } from './service-parts.ts'

const fleet = createFleet()
const parts = regionParts(fleet.roster, 'us-east-1')
const API = 'us-east-1/api'

describe('one service with those around it', () => {
  it('has its callers left, its callees right, and nobody else', () => {
    const around = servicePartsOf(parts, API)
    if (around === null) throw new Error('the small fleet has an api')
    const places = servicePlacesOf(fleet, around, API)
    const model = createRegionModel({ fleet, view: API, parts: around, places, middle: API })
    const x = (id: string): number => model.graph.nodes.x[model.nodes.findIndex((node) => node.id === id)] ?? NaN
    expect(x(API)).toBe(0)
    expect(x('us-east-1/edge-proxy')).toBeLessThan(0)
    expect(x('us-east-1/search')).toBeGreaterThan(0)
    expect(model.nodes.some(({ id }) => id === 'us-east-1/license')).toBe(false)
    for (let edge = 0; edge < model.graph.edges.count; edge++) {
      const ends = [model.graph.edges.source[edge], model.graph.edges.target[edge]]
      expect(ends).toContain(model.nodes.findIndex((node) => node.id === API))
    }
  })

  it('is nothing where the service is not there', () => {
    expect(servicePartsOf(parts, 'us-east-1/no-such')).toBeNull()
  })
})
