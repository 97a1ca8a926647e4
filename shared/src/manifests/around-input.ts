import { splitPlaceholders } from './read-default.ts'

/** What stands before and behind an input, and an example in it. */
export interface AroundInput {
  readonly prefix?: string
  readonly suffix?: string
  readonly placeholder?: string
}

/**
 * Reads the `format` of a credential field: `https://{{ account }}.example.com` stands around the input, which is the
 * placeholder with the field's own name, or else the first one. A format without a placeholder is an example.
 */
export function aroundInput(format: string, fieldName: string): AroundInput {
  const { texts, names } = splitPlaceholders(format)
  if (names.length === 0) return format === '' ? {} : { placeholder: format }
  const own = names.findIndex((name) => name.toLowerCase() === fieldName.toLowerCase())
  const at = Math.max(own, 0)
  // What other placeholders stand for is not known here.
  const prefix = texts.slice(0, at + 1).join('…')
  const suffix = texts.slice(at + 1).join('…')
  return { ...(prefix === '' ? {} : { prefix }), ...(suffix === '' ? {} : { suffix }) }
}
