import { useState } from 'react'
import { Role } from '#contract/permissions.ts'

/** A set of roles that is being put together, always in the order of the contract. */
export function useRoleSet(initial: readonly Role[]): { roles: Role[]; toggle: (role: Role) => void } {
  const [chosen, setChosen] = useState(initial)
  const toggle = (role: Role) =>
    setChosen((now) => (now.includes(role) ? now.filter((one) => one !== role) : [...now, role]))
  return { roles: Role.options.filter((role) => chosen.includes(role)), toggle }
}
