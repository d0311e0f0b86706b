import { useQuery } from '@tanstack/react-query'
import { rolesQuery } from '#web/api/people.ts'
import { access, permissionNames, roleNames } from '#web/messages/access-en.ts'
import classes from './access.module.css'

const words = access.roles

/** What each role may do, and who holds it. */
export function RolesSection() {
  const { data } = useQuery(rolesQuery())
  return (
    <section className={classes.section}>
      <h2 className={classes.sectionTitle}>{words.title}</h2>
      <p className={classes.quiet}>{words.lead}</p>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{words.role}</th>
              <th scope="col">{words.may}</th>
              <th scope="col">{words.holders}</th>
            </tr>
          </thead>
          <tbody>
            {data?.roles.map(({ role, permissions, holders, more }) => (
              <tr key={role}>
                <th scope="row">{roleNames[role]}</th>
                <td className={classes.wide}>
                  {permissions.map((permission) => permissionNames[permission]).join('; ')}
                </td>
                <td className={classes.wide}>
                  {holders.length === 0 ? words.nobody : holders.join(', ')}
                  {more > 0 && ` ${words.more(more)}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
