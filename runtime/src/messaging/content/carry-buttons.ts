import type { MessageButton } from '@patchbay/shared/api'
import type { ButtonAbility } from '@patchbay/shared/nodes'
import type { DegradeOptions } from './degrade.ts'

export interface CarriedButtons {
  readonly carried: readonly MessageButton[]
  /** What stands for the others below the text. */
  readonly lines: readonly string[]
  readonly warnings: readonly string[]
}

/**
 * The buttons that a channel can show, all of those that answer or none. The others become lines: those that answer with
 * a number, which `choiceIn` reads as the button again.
 */
export function carryButtons(
  buttons: readonly MessageButton[],
  { text, channel }: Pick<DegradeOptions, 'channel'> & { readonly text: string | undefined },
): CarriedButtons {
  const ability = channel.abilities.buttons
  const shown = buttons.filter((button) => isShown(button, ability))
  const links = buttons.filter((button) => !isShown(button, ability)).map(lineOf)
  const why = shown.length === 0 ? undefined : whyNotCarried(shown, { ability, text, title: channel.title })
  const answers = shown.filter(({ url }) => url === undefined)
  if (why === undefined) return { carried: shown, lines: links, warnings: warningOf(links, channel.title) }
  const lines = answers.map(({ title }, index) => `${index + 1}. ${title}`)
  const linkLines = buttons.filter(({ url }) => url !== undefined).map(lineOf)
  return { carried: [], lines: [...lines, ...linkLines], warnings: [`${why} They were sent as lines of the text.`] }
}

/** Whether the channel has buttons of this kind. A button that opens an address becomes a line where it has none. */
export function isShown({ url }: Pick<MessageButton, 'url'>, ability: ButtonAbility | undefined): boolean {
  return url === undefined || ability?.urls === true
}

function lineOf({ title, url }: MessageButton): string {
  return `${title}: ${url}`
}

function whyNotCarried(
  buttons: readonly MessageButton[],
  {
    ability,
    text,
    title,
  }: { readonly ability: ButtonAbility | undefined; readonly text?: string | undefined; readonly title: string },
): string | undefined {
  if (ability === undefined) return `${title} has no buttons.`
  if (text === undefined) return 'Buttons without a text cannot be shown.'
  return whyTooMuch(buttons, { ability, title })
}

/** Why these buttons are beyond what the channel shows, in a sentence; undefined when it shows them all. */
export function whyTooMuch(
  buttons: readonly Pick<MessageButton, 'title'>[],
  { ability, title }: { readonly ability: ButtonAbility; readonly title: string },
): string | undefined {
  if (buttons.length > ability.most)
    return `${title} shows at most ${ability.most} buttons, and there are ${buttons.length}.`
  const long = buttons.find((button) => [...button.title].length > ability.longestTitle)
  return long === undefined
    ? undefined
    : `${title} shows titles of at most ${ability.longestTitle} characters, and "${long.title.slice(0, 60)}" has more.`
}

function warningOf(links: readonly string[], title: string): readonly string[] {
  return links.length === 0 ? [] : [`${title} has no buttons that open an address, so the address was sent as a line.`]
}
