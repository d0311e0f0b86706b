import { execFile, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Control, WriteIntent } from '#bff/evacuation/control.ts'
import { createGatewayApiControl } from './gateway-api/create-gateway-api-control.ts'
import { GatewayApiSettings } from './gateway-api/settings.ts'
import { createIstioControl } from './istio/create-istio-control.ts'
import { IstioSettings } from './istio/settings.ts'
import { createRoute53Control } from './route53/create-route53-control.ts'
import { Route53Settings } from './route53/settings.ts'

/** The runbook's lines for systems that are not here, with stand-ins for kubectl and aws that hand out and take JSON. */
const clock = { now: Date.now }
const hasJq = spawnSync('jq', ['--version']).status === 0
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-by-hand-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

function standIn(program: string, script: string): void {
  writeFileSync(join(folder, program), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, program), 0o755)
}

async function runByHand(control: Control, instance: string): Promise<void> {
  const weights = { 'us-east-1': 0, 'us-west-2': 70 }
  const mark = { planId: 'p', epoch: 1, step: 0 }
  const intent: WriteIntent = { instance, splits: [{ segment: 'all', weights }], key: 'k', mark }
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}`, FOLDER: folder }
  await promisify(execFile)('/bin/sh', ['-c', control.byHand(intent)], { env })
}

function given(json: object): void {
  writeFileSync(join(folder, 'given.json'), JSON.stringify(json))
}

function taken(): unknown {
  return JSON.parse(readFileSync(join(folder, 'taken.json'), 'utf8'))
}

describe.skipIf(!hasJq)('by hand', () => {
  const clusters = [{ id: 'use1', url: 'https://10.0.0.1', token: 't' }]
  const segments = [{ id: 'all', namespace: 'edge', name: 'web' }]
  const kubectl =
    'case "$*" in *" get "*) cat "$FOLDER/given.json" ;; *" replace "*) cat > "$FOLDER/taken.json" ;; esac'

  test('an HTTPRoute gets the weights named, and nothing else changes', async () => {
    standIn('kubectl', kubectl)
    const targets = [
      { id: 'us-east-1', region: 'us-east-1', backend: 'web-east' },
      { id: 'us-west-2', region: 'us-west-2' },
    ]
    const settings = GatewayApiSettings.parse({ id: 'edge', kind: 'gateway-api', clusters, segments, targets })
    const route = (east: number, west: number) => ({
      metadata: { resourceVersion: '7' },
      spec: {
        rules: [
          { backendRefs: [{ name: 'web-east', weight: east }, { name: 'us-west-2', weight: west }, { name: 'x' }] },
        ],
      },
    })
    given(route(40, 30))
    await runByHand(createGatewayApiControl({ settings, clock }), 'use1')
    expect(taken()).toEqual(route(0, 70))
  })

  test('a VirtualService as well, by host and subset', async () => {
    standIn('kubectl', kubectl)
    const targets = ['us-east-1', 'us-west-2'].map((region) => ({ id: region, region, host: 'web', subset: region }))
    const settings = IstioSettings.parse({ id: 'edge', kind: 'istio', clusters, segments, targets })
    const to = (subset: string, weight: number) => ({ destination: { host: 'web', subset }, weight })
    const service = (east: number, west: number) => ({
      spec: { http: [{ route: [to('us-east-1', east), to('us-west-2', west), to('eu-west-1', 30)] }] },
    })
    given(service(40, 30))
    await runByHand(createIstioControl({ settings, clock }), 'use1')
    expect(taken()).toEqual(service(0, 70))
  })

  test('record sets are sent back whole, with another weight', async () => {
    standIn(
      'aws',
      'case "$*" in *list-*) cat "$FOLDER/given.json" ;; *) cp "${*##*file://}" "$FOLDER/taken.json" ;; esac',
    )
    const set = (SetIdentifier: string, Weight: number, Type = 'A') => ({
      Name: 'api.example.com.',
      Type,
      SetIdentifier,
      Weight,
      TTL: 60,
    })
    given({ ResourceRecordSets: [set('use1', 40), set('us-west-2', 30), set('other', 5), set('use1', 40, 'AAAA')] })
    const settings = Route53Settings.parse({
      id: 'dns',
      kind: 'route53',
      hostedZoneId: 'Z1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      segments: [{ id: 'all', name: 'api.example.com.', type: 'A' }],
      targets: [
        { id: 'us-east-1', region: 'us-east-1', setIdentifier: 'use1' },
        { id: 'us-west-2', region: 'us-west-2' },
      ],
    })
    await runByHand(createRoute53Control({ settings, clock }), 'api')
    expect(taken()).toEqual({
      Comment: 'spillway by hand',
      Changes: [set('use1', 0), set('us-west-2', 70)].map((ResourceRecordSet) => ({
        Action: 'UPSERT',
        ResourceRecordSet,
      })),
    })
  })
})
