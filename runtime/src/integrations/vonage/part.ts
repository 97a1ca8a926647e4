import type { SmsFields } from './wire.ts'

/** One part of a long text, as Vonage sends it. */
export interface TextPart {
  /** The contact, and our number, as Vonage writes them. */
  readonly contact: string
  readonly address: string
  /** The same for all parts of a text. Phones use it again after some texts. */
  readonly ref: string
  /** From 1. */
  readonly number: number
  readonly total: number
  /** Vonage's id of this part. */
  readonly id: string
  readonly text: string
}

/** More parts than a phone can send mean a call that is wrong. */
const MOST_PARTS = 255

/** The part of a longer text in a call; undefined for a text that is whole. */
export function readPart(fields: SmsFields, text: Omit<TextPart, 'ref' | 'number' | 'total'>): TextPart | undefined {
  if (fields.get('concat') !== 'true') return undefined
  const ref = fields.get('concat-ref') ?? ''
  const number = Number(fields.get('concat-part'))
  const total = Number(fields.get('concat-total'))
  const isPart = Number.isInteger(number) && Number.isInteger(total) && total > 1 && total <= MOST_PARTS
  return ref === '' || !isPart || number < 1 || number > total ? undefined : { ...text, ref, number, total }
}
