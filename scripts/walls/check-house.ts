import { join } from 'node:path'
import { faultsOfHouse } from './house-faults.ts'

/** Prints every fault of the house; exit code 1 where there is one, and where there is nothing to look at. */
const { files, faults } = faultsOfHouse(join(import.meta.dirname, '../..'))
for (const fault of faults) console.error(fault)
console.log(`house: ${files} files, ${faults.length} faults`)
process.exitCode = faults.length > 0 || files === 0 ? 1 : 0
