import type { MessageButton, MessageContent } from '@patchbay/shared/api'

type Choice = NonNullable<MessageContent['choice']>

/**
 * The button that a reply means, of those that were offered: the pressed one, or the one whose title, value or number
 * the text is. Case, spaces and a point after the number do not count. Undefined when the reply is no choice.
 */
export function choiceIn(
  { choice, text }: Pick<MessageContent, 'choice' | 'text'>,
  offered: readonly MessageButton[],
): Choice | undefined {
  if (choice !== undefined) return choice
  const answers = offered.filter(({ url }) => url === undefined)
  const said = spelled(text ?? '')
  if (said === '') return undefined
  const found =
    answers.find(({ title }) => spelled(title) === said) ??
    answers.find(({ id }) => spelled(id) === said) ??
    answers[numberIn(said) - 1]
  return found === undefined ? undefined : { id: found.id, title: found.title }
}

function spelled(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, '').toLocaleLowerCase('en')
}

/** The number that the whole text is, such as `2`, `2.` or `(2)`; 0 when it is none. */
function numberIn(said: string): number {
  return Number(/^\(?(\d{1,3})[.)]*$/.exec(said)?.[1] ?? 0)
}
