import { describe, expect, test } from 'vitest'
import { clusterReader } from './envoy-naming.ts'
import { readClusterName } from './read-cluster-name.ts'

describe('whom a cluster stands for', () => {
  test.each([
    ['outbound|80||license.prod.svc.cluster.local', 'license', 'prod', false],
    ['outbound|80|v2|license.prod.svc.cluster.local', 'license', 'prod', false],
    ['outbound|80||license.prod.svc.cluster.local;', 'license', 'prod', false],
    ['outbound|8443||license.prod.svc.corp.example', 'license', 'prod', false],
    ['outbound_.80_._.license.prod.svc.cluster.local', 'license', 'prod', false],
    ['outbound_.80_.v1_.license.prod.svc.cluster.local', 'license', 'prod', false],
    ['outbound|443||api.partner.example.com', 'api.partner.example.com', null, true],
    ['outbound|443||*.example.com', '*.example.com', null, true],
    ['outbound|3306||mysql', 'mysql', null, false],
    ['PassthroughCluster', 'PassthroughCluster', null, true],
    ['BlackHoleCluster', 'BlackHoleCluster', null, true],
    ['license_service', 'license_service', null, false],
    ['edge|license', 'edge|license', null, false],
  ])('%s', (cluster, name, namespace, isOutside) => {
    expect(readClusterName(cluster, null)).toEqual({ name, namespace, region: null, isOutside })
  })

  test.each(['', ';', 'inbound|8080||', 'outbound|80||', 'outbound|80', 'x'.repeat(401)])('nobody: "%s"', (cluster) => {
    expect(readClusterName(cluster, null)).toBeNull()
  })

  test("a pattern of one's own may tell the region too", () => {
    const pattern = /^(?<service>.+?)(?:-(?<region>use1|euw1))?$/
    expect(readClusterName('license-euw1', pattern)).toMatchObject({ name: 'license', region: 'euw1' })
    expect(readClusterName('license', pattern)).toMatchObject({ name: 'license', region: null })
    expect(readClusterName('license', /^(?<service>x.*)$/)).toBeNull()
  })
})

test('services of one name in two namespaces are told apart where that is asked for', () => {
  const cluster = 'outbound|80||License_API.prod.svc.cluster.local'
  expect(clusterReader({ namespaces: 'omit', clusterPattern: undefined })(cluster)?.service).toBe('license_api')
  expect(clusterReader({ namespaces: 'append', clusterPattern: undefined })(cluster)?.service).toBe('license_api.prod')
})
