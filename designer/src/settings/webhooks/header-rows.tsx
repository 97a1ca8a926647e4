import { ActionIcon } from '@mantine/core'
import { AddButton } from '../../ui/add-button.tsx'
import { FieldError } from '../../ui/field-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { IconX } from '../../ui/icons.ts'
import { eventWebhookTexts } from '../../ui/texts/event-webhooks.ts'
import { Stored } from './secret-field.tsx'
import { type HeaderDraft, withHeader } from './webhook-draft.ts'
import classes from './webhooks.module.css'

const texts = eventWebhookTexts.form

interface HeaderRowsProps {
  readonly headers: readonly HeaderDraft[]
  readonly error: string | undefined
  readonly onChange: (headers: readonly HeaderDraft[]) => void
}

/** Names and values that are sent with every event. Values that are stored are not shown again. */
export function HeaderRows({ headers, error, onChange }: HeaderRowsProps) {
  const change = (key: number, change: Partial<HeaderDraft>) =>
    onChange(headers.map((header) => (header.key === key ? { ...header, ...change } : header)))
  return (
    <fieldset className={classes.headers}>
      <legend>{texts.headers}</legend>
      {headers.length > 0 && (
        <ul className={classes.grid}>
          {headers.map(({ key, name, value }, place) => (
            <li key={key}>
              <input
                className={classes.cell}
                aria-label={texts.headerName(place + 1)}
                placeholder={texts.headerPlaceholder}
                value={name}
                readOnly={value === null}
                spellCheck={false}
                autoComplete="off"
                onChange={(event) => change(key, { name: event.currentTarget.value })}
              />
              {value === null ? (
                <Stored title={name} onReplace={() => change(key, { value: '' })} />
              ) : (
                <input
                  className={classes.cell}
                  aria-label={texts.headerValue(place + 1)}
                  value={value}
                  spellCheck={false}
                  autoComplete="off"
                  onChange={(event) => change(key, { value: event.currentTarget.value })}
                />
              )}
              <ActionIcon
                aria-label={texts.removeHeader(name)}
                onClick={() => onChange(headers.filter((header) => header.key !== key))}
              >
                <Icon of={IconX} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <FieldError text={error} />
      <AddButton label={texts.addHeader} onClick={() => onChange(withHeader(headers))} />
      <p className="sub">{texts.headersHelp}</p>
    </fieldset>
  )
}
