import { TextInput } from '@mantine/core'
import { eventWebhookTexts } from '../../ui/texts/event-webhooks.ts'
import classes from './webhooks.module.css'

const texts = eventWebhookTexts.form

interface StoredProps {
  readonly title: string
  readonly onReplace: () => void
}

/** A secret that the server keeps: never shown, only replaced. */
export function Stored({ title, onReplace }: StoredProps) {
  return (
    <span className={classes.stored}>
      <span className="grow">{texts.stored}</span>
      <button type="button" className="link" aria-label={texts.replaceOf(title)} onClick={onReplace}>
        {texts.replace}
      </button>
    </span>
  )
}

interface PasswordFieldProps {
  /** Null: the stored one stays. */
  readonly value: string | null
  readonly error: string | undefined
  readonly onChange: (value: string) => void
}

export function PasswordField({ value, error, onChange }: PasswordFieldProps) {
  if (value === null) {
    return (
      <div>
        <div className={classes.label}>{texts.password}</div>
        <div className={classes.storedBox}>
          <Stored title={texts.password} onReplace={() => onChange('')} />
        </div>
      </div>
    )
  }
  return (
    <TextInput
      label={texts.password}
      type="password"
      autoComplete="new-password"
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
