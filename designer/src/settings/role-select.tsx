import { Select } from '@mantine/core'
import { type Role, roles, roleTitles } from '@patchbay/shared/api'
import { settingsTexts } from '../ui/texts/settings.ts'

interface RoleSelectProps {
  readonly value: Role
  readonly onChange: (role: Role) => void
  /** Shown above; without it `ariaLabel` names the field. */
  readonly label?: string
  readonly ariaLabel?: string
}

const options = roles.map((role) => ({ value: role, label: roleTitles[role] }))

export function RoleSelect({ value, onChange, label, ariaLabel }: RoleSelectProps) {
  return (
    <Select
      data={options}
      value={value}
      onChange={(chosen) => {
        const role = roles.find((known) => known === chosen)
        if (role !== undefined && role !== value) onChange(role)
      }}
      {...(label === undefined ? {} : { label, description: settingsTexts.roleHelp[value] })}
      {...(ariaLabel === undefined ? {} : { 'aria-label': ariaLabel })}
    />
  )
}
