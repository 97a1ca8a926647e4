import type { RunListItem, SimulatorMessage } from '@patchbay/shared/api'

export type ThreadItem =
  | { readonly kind: 'day'; readonly id: string; readonly at: string }
  | { readonly kind: 'message'; readonly id: string; readonly message: SimulatorMessage }
  | { readonly kind: 'run'; readonly id: string; readonly runId: string; readonly run: RunListItem | null }

/** Messages in order, a line where a day begins, and the result of a run under the message that started it. */
export function threadItems({
  messages,
  runs,
  dayOf,
}: {
  readonly messages: readonly SimulatorMessage[]
  readonly runs: readonly RunListItem[]
  /** Two times of the same day give the same text. */
  readonly dayOf: (at: string) => string
}): ThreadItem[] {
  const known = new Map(runs.map((run) => [run.id, run]))
  const shown = new Set<string>()
  const items: ThreadItem[] = []
  let day = ''
  for (const message of [...messages].sort(byTime)) {
    const today = dayOf(message.at)
    if (today !== day) items.push({ kind: 'day', id: `day:${message.id}`, at: message.at })
    day = today
    items.push({ kind: 'message', id: message.id, message })
    const { runId, direction } = message
    // An answer continues the run of a message further up.
    if (direction === 'out' || runId === null || shown.has(runId)) continue
    shown.add(runId)
    items.push({ kind: 'run', id: `run:${runId}`, runId, run: known.get(runId) ?? null })
  }
  return items
}

function byTime(a: SimulatorMessage, b: SimulatorMessage): number {
  return a.at === b.at ? a.id.localeCompare(b.id) : a.at.localeCompare(b.at)
}
