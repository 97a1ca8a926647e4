import type { ThreadItem } from '@patchbay/shared/api'
import { date, dayBefore } from '../ui/formats.ts'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'

type Message = Extract<ThreadItem, { kind: 'message' }>

/** A part of a conversation that one run of a flow led alone. */
export interface FlowStretch {
  readonly runId: string
  readonly flowName: string | null
  readonly at: string
  /** It asked when the contact answered it or was offered answers. */
  readonly did: 'ran' | 'answered' | 'asked'
}

export interface ThreadLine {
  readonly item: ThreadItem
  /** The day that begins with it. */
  readonly day: string | null
  /** The stretch that begins after it. */
  readonly stretch: FlowStretch | null
}

/** The items in their order, with what is written between them. */
export function linesOf(items: readonly ThreadItem[]): readonly ThreadLine[] {
  let last = ''
  return items.map((item, index) => {
    const day = dayBefore(item.at) === null ? texts.today : date(item.at)
    const isNew = day !== last
    last = day
    return { item, day: isNew ? day : null, stretch: stretchAfter(items, index) }
  })
}

/** A line with the quiet lines of flows that are folded behind it. */
export interface ThreadRow extends ThreadLine {
  readonly more: readonly ThreadLine[]
}

/** More quiet lines of flows in a row than that fold: the first one stays. */
const MOST_QUIET = 3

/** Folds what flows did one after the other. A day that begins is never folded away. */
export function rowsOf(lines: readonly ThreadLine[]): readonly ThreadRow[] {
  const rows: ThreadRow[] = []
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index]
    if (line === undefined) break
    const quiet = endsQuietly(line) ? quietFrom(lines, index + 1) : []
    const more = quiet.length >= MOST_QUIET ? quiet : []
    rows.push({ ...line, more })
    index += more.length
  }
  return rows
}

function quietFrom(lines: readonly ThreadLine[], start: number): readonly ThreadLine[] {
  const end = lines.findIndex(({ item, day }, index) => index >= start && (day !== null || !isOfFlow(item)))
  return lines.slice(start, end === -1 ? undefined : end)
}

function endsQuietly({ item, stretch }: ThreadLine): boolean {
  return stretch !== null || isOfFlow(item)
}

/** Whether the item is the quiet line of something that a flow did. */
function isOfFlow(item: ThreadItem): boolean {
  return item.kind === 'act' && item.runId !== null
}

/** A stretch has one line, after the messages of the contact with which it begins. */
function stretchAfter(items: readonly ThreadItem[], index: number): FlowStretch | null {
  const first = items[index]
  if (!isOfContact(first) || first.runId === null) return null
  const { runId, flowName, at } = first
  const isOfRun = (item: ThreadItem | undefined): item is Message => item?.kind === 'message' && item.runId === runId
  if (isOfRun(items[index + 1]) && isOfContact(items[index + 1])) return null
  for (let before = index - 1; isOfRun(items[before]); before -= 1) if (!isOfContact(items[before])) return null
  const end = items.findIndex((item, at) => at > index && !isOfRun(item))
  const rest = items.slice(index + 1, end === -1 ? undefined : end).filter((item) => item.kind === 'message')
  const hasAsked = rest.some((message) => message.by === 'contact' || (message.content.buttons ?? []).length > 0)
  return { runId, flowName, at, did: hasAsked ? 'asked' : rest.length > 0 ? 'answered' : 'ran' }
}

function isOfContact(item: ThreadItem | undefined): item is Message {
  return item?.kind === 'message' && item.by === 'contact'
}
