import type { ChannelKind } from '@patchbay/shared/nodes'

/** What becomes of the rows of a field on some channels. */
export interface ChannelEffect {
  readonly effect: 'as-meant' | 'as-text' | 'in-part'
  readonly kinds: readonly ChannelKind[]
}

type Row = Readonly<Record<string, unknown>>
type Effect = ChannelEffect['effect']

/** Channels that do the same stand together, those that show what is meant first. */
export function effectsOn(
  carried: 'buttons' | 'media',
  rows: readonly Row[],
  kinds: readonly ChannelKind[],
): readonly ChannelEffect[] {
  const effectOf = carried === 'buttons' ? effectOfButtons : effectOfMedia
  const byEffect = Map.groupBy(kinds, (kind) => effectOf(kind, rows))
  return order.flatMap((effect) => {
    const found = byEffect.get(effect)
    return found === undefined ? [] : [{ effect, kinds: found }]
  })
}

const order: readonly Effect[] = ['as-meant', 'in-part', 'as-text']

/** As the server brings buttons into what a channel shows: all of those that answer, or none. */
function effectOfButtons({ abilities: { buttons } }: ChannelKind, rows: readonly Row[]): Effect {
  if (buttons === undefined) return 'as-text'
  const answering = rows.filter((row) => !isLink(row))
  const shown = buttons.urls === true ? rows : answering
  const isTooMuch = shown.length > buttons.most || shown.some((row) => lengthOf(row) > buttons.longestTitle)
  if (isTooMuch || shown.length === 0) return 'as-text'
  return shown.length === rows.length ? 'as-meant' : 'in-part'
}

function effectOfMedia({ abilities: { media } }: ChannelKind, rows: readonly Row[]): Effect {
  if (media === undefined) return 'as-text'
  return rows.length > media.most ? 'in-part' : 'as-meant'
}

function isLink({ value }: Row): boolean {
  return /^https?:/i.test(textOf(value))
}

/** A title with a variable has no length yet. */
function lengthOf({ title }: Row): number {
  const text = textOf(title)
  return text.includes('$') || text.includes('{{') ? 0 : [...text].length
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}

/** How the buttons that answer are written where there are no buttons. */
export function numberedLines(rows: readonly Row[]): readonly string[] {
  const titles = rows.filter((row) => !isLink(row)).map(({ title }) => textOf(title))
  return titles.filter((title) => title !== '').map((title, index) => `${index + 1}. ${title}`)
}
