import { Role } from '#contract/permissions.ts'
import { access, roleNames } from '#web/messages/access-en.ts'
import classes from './access.module.css'

/** A set of roles; none implies another. */
export function RolePicker({ roles, onToggle }: { roles: readonly Role[]; onToggle: (role: Role) => void }) {
  return (
    <fieldset className={classes.picker}>
      <legend>{access.people.roles}</legend>
      {Role.options.map((role) => (
        <label key={role}>
          <input
            type="checkbox"
            className={classes.check}
            checked={roles.includes(role)}
            onChange={() => onToggle(role)}
          />
          {roleNames[role]}
        </label>
      ))}
    </fieldset>
  )
}
