import { type ReactNode, useId } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { IconAlertCircle, IconAlertTriangle } from '../../ui/icons.ts'
import { inlineCode } from '../../ui/inline-code.tsx'
import { joinClasses } from '../../ui/join-classes.ts'
import classes from './form.module.css'
import { type FieldFinding, problemPath, useFinding } from './form-context.tsx'
import type { FormField } from './layout-form.ts'

export interface FrameIds {
  readonly inputId: string
  readonly labelId: string
  /** The element that explains the field: its error, else its help. */
  readonly describedBy: string | undefined
  readonly hasError: boolean
}

interface FieldFrameProps {
  readonly field: FormField
  /** Stands at the right end of the label's line. */
  readonly action?: ReactNode
  /** Grids of rows have a heading in place of a label. */
  readonly heading?: boolean
  readonly children: (ids: FrameIds) => ReactNode
}

/** Label, required mark, help or error around one widget. */
export function FieldFrame({ field, action, heading = false, children }: FieldFrameProps) {
  const id = useId()
  const finding = useFinding(field.path)
  const hasError = finding?.severity === 'error'
  const help = field.schema.description
  const ids: FrameIds = {
    inputId: `${id}-input`,
    labelId: `${id}-label`,
    describedBy: finding || help ? `${id}-help` : undefined,
    hasError,
  }
  // A third of a line is too narrow for a sentence: there it is read out and shows under the pointer.
  const isNarrow = field.hints.width === 'third'
  const Label = heading ? 'div' : 'label'
  return (
    <div className={classes.field} data-field-path={problemPath(field.path)}>
      <div
        className={heading ? classes.subhead : classes.labelLine}
        {...(isNarrow && help !== undefined ? { title: help } : {})}
      >
        <Label
          id={ids.labelId}
          className={heading ? undefined : classes.label}
          {...(heading ? {} : { htmlFor: ids.inputId })}
        >
          {field.title}
        </Label>
        {field.required && (
          <span className={joinClasses(classes.required, hasError && classes.requiredMissing)} aria-hidden="true">
            *
          </span>
        )}
        {action !== undefined && <span className={classes.labelAction}>{action}</span>}
      </div>
      {children(ids)}
      {finding ? (
        <Finding id={ids.describedBy} finding={finding} />
      ) : (
        help && (
          <p id={ids.describedBy} className={isNarrow ? 'sr' : classes.help}>
            {help}
          </p>
        )
      )}
    </div>
  )
}

export function Finding({ id, finding }: { readonly id?: string | undefined; readonly finding: FieldFinding }) {
  const isError = finding.severity === 'error'
  return (
    <p id={id} className={isError ? classes.error : classes.warning}>
      <Icon of={isError ? IconAlertCircle : IconAlertTriangle} size={14} />
      <span>{inlineCode(finding.message)}</span>
    </p>
  )
}
