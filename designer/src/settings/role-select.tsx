import { Select } from '@mantine/core'
import { type Role, roles, roleTitles } from '@patchbay/shared/api'
import { settingsTexts } from '../ui/texts/settings.ts'
import classes from './settings.module.css'

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
      renderOption={({ option }) => <RoleOption role={option.value} />}
      comboboxProps={{ width: 260, position: 'bottom-start' }}
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

function RoleOption({ role: name }: { readonly role: string }) {
  const role = roles.find((known) => known === name)
  if (role === undefined) return null
  return (
    <span className={classes.role}>
      {roleTitles[role]}
      <span className="sub">{settingsTexts.roleHelp[role]}</span>
    </span>
  )
}
