import type { TableColumn } from '@patchbay/shared/api'
import { type Json, numberText } from '@patchbay/shared/json'
import { phone } from '../ui/formats.ts'
import { tableTexts as texts } from '../ui/texts/tables.ts'

/** A cell as people read and write it; empty for an empty one. */
export function cellText({ type }: TableColumn, value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  if (typeof value === 'number' || typeof value === 'bigint') return numberText(value)
  if (type === 'phone') return phone(String(value))
  return type === 'date' ? String(value).replace('T', ' ') : String(value)
}
