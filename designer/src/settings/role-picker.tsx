import { Checkbox } from '@mantine/core'
import { type Role, roles, roleTitles } from '@patchbay/shared/api'
import { settingsTexts } from '../ui/texts/settings.ts'
import classes from './settings.module.css'

interface RolePickerProps {
  readonly value: readonly Role[]
  readonly onChange: (roles: Role[]) => void
  readonly error?: string | false
}

/** One tick for each role, each with what it is for. What they allow adds up. */
export function RolePicker({ value, onChange, error = false }: RolePickerProps) {
  return (
    <Checkbox.Group
      label={settingsTexts.users.roles}
      description={settingsTexts.users.rolesHelp}
      value={[...value]}
      onChange={(names) => onChange(roles.filter((role) => names.includes(role)))}
      error={error}
    >
      <div className={classes.roleTicks}>
        {roles.map((role) => (
          <Checkbox key={role} value={role} label={roleTitles[role]} description={settingsTexts.roleHelp[role]} />
        ))}
      </div>
    </Checkbox.Group>
  )
}
