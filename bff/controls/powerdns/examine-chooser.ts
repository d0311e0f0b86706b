import type { ControlFinding } from '#bff/evacuation/control.ts'
import { chooserText } from './lua-record.ts'
import type { PowerdnsApi } from './powerdns-api.ts'
import type { PowerdnsInstance, PowerdnsSettings } from './settings.ts'

/** Whether the name users ask for sends them to the segments' records; it is written once, by hand. */
export async function examineChooser(input: {
  settings: PowerdnsSettings
  instance: PowerdnsInstance
  api: PowerdnsApi
}): Promise<ControlFinding[]> {
  const { settings, instance, api } = input
  const { chooser } = settings
  if (chooser === undefined) return []
  const asked = `${chooser} on ${instance.id}`
  const said = await api.zone(chooser)
  if (said.kind !== 'zone') return [{ asked, outcome: 'failed', answer: said.why }]
  const wanted = chooserText(settings.segments)
  const contents = said.zone.rrsets.filter(({ name }) => name === chooser).flatMap(({ records }) => records)
  return contents.some(({ content }) => content.replaceAll('" "', '') === wanted)
    ? [{ asked, outcome: 'ok', answer: 'It sends users to the records of their segments.' }]
    : [{ asked, outcome: 'warning', answer: `To send users to their segments its LUA record must be: ${wanted}` }]
}
