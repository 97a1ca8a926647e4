import { ActionIcon, Tooltip } from '@mantine/core'
import { isSecretReference } from '@patchbay/shared/flow'
import { randomToken, signingSecret } from '../../editing/random-token.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { IconRefresh } from '../../ui/icons.ts'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { FieldFrame } from '../form/field-frame.tsx'
import formClasses from '../form/form.module.css'
import { useForm } from '../form/form-context.tsx'
import { askToReplace } from './ask-to-replace.ts'
import { FieldInput } from './field-input.tsx'
import { asText, type WidgetProps } from './widget-props.ts'

/** A value that is sealed at save: written once, then only replaced. */
export function SecretWidget({ field }: WidgetProps) {
  const form = useForm()
  const isStored = isSecretReference(field.value)
  const empty = () => form.set(field.path, '')
  return (
    <FieldFrame field={field}>
      {(ids) =>
        isStored ? (
          <Stored
            id={ids.inputId}
            title={field.title}
            onReplace={field.hints.generate ? () => askToReplace(field.title, empty) : empty}
          />
        ) : (
          <>
            <FieldInput
              field={field}
              ids={ids}
              autoComplete="off"
              spellCheck={false}
              rightSection={<SecretTools field={field} />}
              rightSectionWidth={field.hints.generate ? 60 : 32}
            />
            {asText(field.value) !== '' && <p className={formClasses.help}>{inspectorTexts.secretNew}</p>}
          </>
        )
      }
    </FieldFrame>
  )
}

function SecretTools({ field }: WidgetProps) {
  const form = useForm()
  const value = asText(field.value)
  const make = field.hints.generate === 'signing-secret' ? signingSecret : randomToken
  return (
    <span className="row" style={{ gap: 0 }}>
      {value !== '' && <CopyButton value={value} label={inspectorTexts.secretCopy(field.title)} />}
      {field.hints.generate && (
        <Tooltip label={inspectorTexts.generateLabel(field.title)}>
          <ActionIcon
            aria-label={inspectorTexts.generateLabel(field.title)}
            onClick={() => form.set(field.path, make())}
          >
            <Icon of={IconRefresh} />
          </ActionIcon>
        </Tooltip>
      )}
    </span>
  )
}

interface StoredProps {
  readonly id?: string
  readonly title: string
  readonly onReplace: () => void
}

/** A secret that the server keeps: never shown, only replaced. */
export function Stored({ id, title, onReplace }: StoredProps) {
  return (
    <div className={formClasses.stored}>
      <span>{inspectorTexts.stored}</span>
      <button
        type="button"
        {...(id ? { id } : {})}
        className="link"
        aria-label={inspectorTexts.replaceLabel(title)}
        onClick={onReplace}
      >
        {inspectorTexts.replace}
      </button>
    </div>
  )
}
