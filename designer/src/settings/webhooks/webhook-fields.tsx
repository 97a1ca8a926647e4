import { Checkbox, TextInput } from '@mantine/core'
import { webhookPresets } from '@patchbay/shared/api'
import type { ReactNode } from 'react'
import { NumberField } from '../../ui/number-field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { eventWebhookTexts } from '../../ui/texts/event-webhooks.ts'
import { EventPicker } from './event-picker.tsx'
import { HeaderRows } from './header-rows.tsx'
import { PasswordField } from './secret-field.tsx'
import type { WebhookDraft } from './webhook-draft.ts'
import classes from './webhooks.module.css'

const texts = eventWebhookTexts.form
const presets = webhookPresets.map((value) => ({ value, label: texts.presets[value] }))

interface WebhookFieldsProps {
  readonly draft: WebhookDraft
  /** What is wrong with a field. */
  readonly errorOf: (field: string) => string | undefined
  /** Under the URL, such as a button that sends a PING. */
  readonly underUrl?: ReactNode
  readonly onChange: (change: Partial<WebhookDraft>) => void
}

/** Everything that people say of a webhook; most need the first three fields only. */
export function WebhookFields({ draft, errorOf, underUrl, onChange }: WebhookFieldsProps) {
  return (
    <>
      <TextInput
        label={texts.name}
        description={draft.name === '' ? texts.nameHelp : undefined}
        required
        maxLength={200}
        value={draft.name}
        error={errorOf('name')}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <div>
        <TextInput
          label={texts.url}
          description={draft.url === '' ? texts.urlHelp : undefined}
          required
          type="url"
          spellCheck={false}
          autoComplete="off"
          placeholder={texts.urlPlaceholder}
          maxLength={2_000}
          value={draft.url}
          error={errorOf('url')}
          className={classes.mono ?? ''}
          onChange={(event) => onChange({ url: event.currentTarget.value })}
        />
        {underUrl}
      </div>
      <EventPicker chosen={draft.events} error={errorOf('events')} onChange={(events) => onChange({ events })} />
      <Credentials draft={draft} errorOf={errorOf} onChange={onChange} />
      <HeaderRows headers={draft.headers} error={errorOf('headers')} onChange={(headers) => onChange({ headers })} />
      <Delivery draft={draft} onChange={onChange} />
    </>
  )
}

function Credentials({ draft, errorOf, onChange }: Omit<WebhookFieldsProps, 'underUrl'>) {
  return (
    <div className={classes.credentials}>
      <div className={classes.pair}>
        <TextInput
          label={texts.username}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={draft.username}
          error={errorOf('username')}
          onChange={(event) => onChange({ username: event.currentTarget.value })}
        />
        <PasswordField
          value={draft.password}
          error={errorOf('password')}
          onChange={(password) => onChange({ password })}
        />
      </div>
      <TextInput
        label={texts.realm}
        description={texts.credentialsHelp}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={draft.realm}
        error={errorOf('realm')}
        onChange={(event) => onChange({ realm: event.currentTarget.value })}
      />
    </div>
  )
}

function Delivery({ draft, onChange }: Pick<WebhookFieldsProps, 'draft' | 'onChange'>) {
  return (
    <div className={classes.delivery}>
      <div>
        <div className={classes.label}>{texts.delivery}</div>
        <Segmented
          label={texts.delivery}
          value={draft.preset}
          options={presets}
          onChange={(preset) => onChange({ preset })}
        />
        <p className={`sub ${classes.under}`}>{texts.presetHelp[draft.preset]}</p>
      </div>
      <Checkbox
        label={texts.isStrict}
        description={texts.isStrictHelp}
        checked={draft.isStrict}
        onChange={(event) => onChange({ isStrict: event.currentTarget.checked })}
      />
      <Checkbox
        label={texts.includesText}
        description={texts.includesTextHelp}
        checked={draft.includesText}
        onChange={(event) => onChange({ includesText: event.currentTarget.checked })}
      />
      <NumberField
        className={classes.days ?? ''}
        label={texts.holdDays}
        unit={texts.days}
        min={1}
        max={14}
        isInteger
        isRequired
        value={draft.holdDays}
        onChange={(holdDays) => holdDays !== undefined && onChange({ holdDays })}
      />
    </div>
  )
}
