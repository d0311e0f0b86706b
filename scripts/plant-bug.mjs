import { registerHooks } from 'node:module'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Loaded before the simulation (`node --import`): one file of the controller is read with one change, which the
 * environment names. Exit code 3 says that the change does not apply.
 */
const { PLANT_FILE = '', PLANT_FIND = '', PLANT_REPLACE = '' } = process.env
const CANNOT_PLANT = 3

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:') || !fileURLToPath(url).endsWith(`/bff/evacuation/${PLANT_FILE}`))
      return nextLoad(url, context)
    const text = readFileSync(fileURLToPath(url), 'utf8')
    const places = text.split(PLANT_FIND).length - 1
    if (places !== 1) {
      console.error(`the text to change occurs ${places} times in ${PLANT_FILE}`)
      process.exit(CANNOT_PLANT)
    }
    const source = text.replace(PLANT_FIND, () => PLANT_REPLACE)
    return { format: 'module-typescript', source, shortCircuit: true }
  },
})
