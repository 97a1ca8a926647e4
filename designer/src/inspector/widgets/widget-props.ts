import type { FormField } from '../form/layout-form.ts'

/** What every widget is drawn from. */
export interface WidgetProps {
  readonly field: FormField
}

/** A text to show for a value that should be one; other kinds are shown as JSON so that nothing is lost unseen. */
export function asText(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
