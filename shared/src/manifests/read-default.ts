import { contactFacts, contactFields } from '../api/contact-fields.ts'
import type { ManifestInput } from '../api/integrations.ts'
import { type Notes, quoted } from './notes.ts'

/** Blanks are trimmed afterwards: a pattern that leaves them out tries each split of a long row of them. */
const PLACEHOLDER = /\{\{([^{}]*)\}\}/g

/** The three forms of a date that Talkdesk documents. */
const DATE_FORMS = [/^\d{4}-\d{2}-\d{2}$/, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z?$/]

/** The choices of a Select: set apart by commas, trimmed, each once. */
export function selectChoices(format: string): readonly string[] {
  const all = format.split(',').map((choice) => choice.trim())
  return [...new Set(all.filter((choice) => choice !== ''))]
}

/** True for a day, a time of day, or a time in UTC: `2026-03-02`, `2026-03-02T08:00:00`, `2026-03-02T08:00:00Z`. */
export function isManifestDate(text: string): boolean {
  if (!DATE_FORMS.some((form) => form.test(text))) return false
  const [day = ''] = text.split('T')
  const read = new Date(`${day}T00:00:00Z`)
  // A day that a month does not have rolls over into the next one.
  if (Number.isNaN(read.getTime()) || read.toISOString().slice(0, 10) !== day) return false
  const [hours = '00', minutes = '00', seconds = '00'] = text.slice(11, 19).split(':')
  return Number(hours || 0) <= 23 && Number(minutes) <= 59 && Number(seconds) <= 59
}

/** The whole number of a text, with all its digits; undefined for any other text. */
export function manifestInteger(text: string): number | bigint | undefined {
  if (!/^[+-]?\d{1,400}$/.test(text)) return undefined
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}

/** The placeholders of a default, such as `contact.email`. */
export function placeholdersIn(format: string): readonly string[] {
  return [...format.matchAll(PLACEHOLDER)].map(([, name = '']) => name.trim())
}

/** A text cut at its placeholders: one text more than names. */
export function splitPlaceholders(format: string): {
  readonly texts: readonly string[]
  readonly names: readonly string[]
} {
  const parts = format.split(PLACEHOLDER)
  return {
    texts: parts.filter((_part, at) => at % 2 === 0),
    names: parts.filter((_part, at) => at % 2 === 1).map((name) => name.trim()),
  }
}

/** A default with its placeholders replaced. */
export function replacePlaceholders(format: string, value: (name: string) => string): string {
  return format.replaceAll(PLACEHOLDER, (_whole, name: string) => value(name.trim()))
}

const known: ReadonlySet<string> = new Set([...contactFields.map(({ key }) => key), ...contactFacts])

/** The contact field of a placeholder; undefined for one that nothing here fills in. */
export function contactFieldOf(placeholder: string): string | undefined {
  const [, field = ''] = /^contact[._](\w+)$/i.exec(placeholder) ?? []
  const name = field === 'phone_number' ? 'phone' : field.toLowerCase()
  return known.has(name) ? name : undefined
}

/** Notes what is wrong with the `format` of an input: its default, or the choices of a Select. */
export function checkDefault(
  notes: Notes,
  { type, format }: Pick<ManifestInput, 'type' | 'format'>,
  path: string,
): void {
  if (type === 'select') {
    if (selectChoices(format ?? '').length === 0) {
      notes.error(path, 'A Select needs its choices. Write them with commas between, such as low,normal,high.')
    }
    return
  }
  if (format === undefined) return
  const placeholders = placeholdersIn(format)
  for (const placeholder of placeholders) {
    if (contactFieldOf(placeholder) !== undefined) continue
    notes.warn(
      path,
      `Nothing fills in ${quoted(`{{${placeholder}}}`)}: it will be empty. Fields of {{contact.…}} are filled in.`,
    )
  }
  if (placeholders.length === 0) checkLiteral(notes, type, { format, path })
}

function checkLiteral(
  notes: Notes,
  type: ManifestInput['type'],
  { format, path }: { readonly format: string; readonly path: string },
): void {
  const shown = quoted(format)
  if (type === 'number' && manifestInteger(format) === undefined) {
    notes.error(path, `The default ${shown} is no whole number. Write one, or leave format out.`)
  }
  if (type === 'datetime' && !isManifestDate(format)) {
    notes.error(path, `The default ${shown} is no date. Write YYYY-MM-DD, YYYY-MM-DDTHH:mm:ss or YYYY-MM-DDTHH:mm:ssZ.`)
  }
  if (type === 'url' && !/^https?:\/\/\S+$/i.test(format)) {
    notes.error(path, `The default ${shown} is no address. Begin with https://, or leave format out.`)
  }
}
