import { Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import type { JsonObject } from '@patchbay/shared/json'
import { useManifestForm } from './form-context.tsx'
import { textOf, withText } from './manifest-document.ts'
import classes from './manifest-form.module.css'

/** A part of a manifest, such as one input of an action. */
export interface PartProps {
  readonly part: JsonObject
  /** Its path, such as `actions[0].inputs[2]`. */
  readonly at: string
  readonly onChange: (part: JsonObject) => void
}

interface PartTextProps extends PartProps {
  /** The member that it edits. */
  readonly name: string
  readonly label: string
  readonly help?: string
  readonly placeholder?: string
  readonly required?: boolean
  readonly readOnly?: boolean
  /** In letters of equal width: keys and addresses. */
  readonly mono?: boolean
}

/** A text of a manifest in one line. */
export function PartText({ part, at, onChange, name, mono = false, help, ...rest }: PartTextProps) {
  const field = usePartField({ part, at, onChange, name })
  return (
    <TextInput
      {...rest}
      {...field}
      description={help}
      spellCheck={!mono}
      autoComplete="off"
      className={mono ? (classes.mono ?? '') : ''}
    />
  )
}

/** A text of a manifest in several lines. */
export function PartLongText({ part, at, onChange, name, help, mono: _mono, ...rest }: PartTextProps) {
  const field = usePartField({ part, at, onChange, name })
  return <Textarea {...rest} {...field} description={help} autosize minRows={2} maxRows={8} />
}

function usePartField({ part, at, onChange, name }: PartProps & { readonly name: string }) {
  const { errorOf, touch } = useManifestForm()
  const path = `${at}.${name}`
  return {
    'data-path': path,
    value: textOf(part, name),
    error: errorOf(path),
    onBlur: () => touch(path),
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      onChange(withText(part, name, event.currentTarget.value)),
  }
}

interface PartChoiceProps extends PartProps {
  readonly name: string
  readonly label: string
  /** Words by value. */
  readonly options: Readonly<Record<string, string>>
  readonly help?: string
}

/** One of several words. A word that is none of them stays until another one is chosen. */
export function PartChoice({ part, at, onChange, name, label, options, help }: PartChoiceProps) {
  const { errorOf } = useManifestForm()
  const path = `${at}.${name}`
  return (
    <Select
      label={label}
      description={help}
      data-path={path}
      data={Object.entries(options).map(([value, words]) => ({ value, label: words }))}
      value={textOf(part, name)}
      error={errorOf(path)}
      allowDeselect={false}
      onChange={(value) => value !== null && onChange({ ...part, [name]: value })}
    />
  )
}

interface PartFlagProps extends PartProps {
  readonly name: string
  readonly label: string
}

export function PartFlag({ part, at, onChange, name, label }: PartFlagProps) {
  const { errorOf } = useManifestForm()
  const path = `${at}.${name}`
  return (
    <Checkbox
      label={label}
      data-path={path}
      checked={part[name] === true}
      error={errorOf(path)}
      onChange={(event) => onChange({ ...part, [name]: event.currentTarget.checked })}
    />
  )
}
