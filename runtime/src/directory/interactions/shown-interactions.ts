import type { Interaction } from '@patchbay/shared/api'
import { type BridgeInteraction, isLink } from '@patchbay/shared/bridges'

const MOST_SHOWN = 100
const LONGEST = { subject: 300, description: 1_000, word: 50 } as const

/** Interactions as people see them: each once, what is due first, and no more and no longer than anybody reads. */
export function shownInteractions(found: readonly BridgeInteraction[], now: Date): readonly Interaction[] {
  const each = [...new Map(found.map((one) => [one.id, one])).values()]
  const time = ({ date }: BridgeInteraction) => Date.parse(date)
  const due = each.filter((one) => time(one) > now.getTime()).sort((left, right) => time(left) - time(right))
  const past = each.filter((one) => time(one) <= now.getTime()).sort((left, right) => time(right) - time(left))
  return [...due, ...past].slice(0, MOST_SHOWN).map(toInteraction)
}

function toInteraction({ id, date, type, ...interaction }: BridgeInteraction): Interaction {
  const { subject, description, priority, status, url } = interaction
  return {
    id,
    subject: cut(subject, LONGEST.subject),
    description: description === undefined ? null : cut(description, LONGEST.description),
    date,
    type,
    priority: priority === undefined ? null : cut(priority, LONGEST.word),
    status: status === undefined ? null : cut(status, LONGEST.word),
    url: url === undefined || !isLink(url) ? null : url,
  }
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text
  // Not in the middle of a character.
  return `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…`
}
