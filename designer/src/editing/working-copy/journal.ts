import { emptyFlow, type Flow } from '@patchbay/shared/flow'
import { type Json, parseJson, stringifyJson } from '@patchbay/shared/json'
import { emptySelection, type HistoryEntry, type Selection } from '../store/editor-state.ts'
import { changeBetween, type JsonChange, sharingWith, withChange } from './json-change.ts'

/** What somebody has on the board, with the steps that undo and redo lead through. */
export interface WorkingCopy {
  /** Of the draft that it began from. */
  readonly revision: number
  readonly nextNodeId: number
  /** Without secrets in plain text, as are the steps. */
  readonly document: Flow
  readonly past: readonly HistoryEntry[]
  readonly future: readonly HistoryEntry[]
}

/** A working copy as the browser keeps it. */
export interface Journal extends WorkingCopy {
  /** False when it is the draft of its revision: only the steps are kept. */
  readonly unsaved: boolean
  /** Rises with every change in this browser, also after the journal was lost: it is not below the time. */
  readonly edit: number
  /** Names this state; `follows` names the one it was made from. */
  readonly stamp: string
  readonly follows: string
  /** A secret was typed and not saved; it is not in here. */
  readonly secretsLeftOut: boolean
}

/** Steps and characters of history that are kept; the farthest steps go first. */
export const MOST_STEPS = 200
export const MOST_HISTORY = 400_000

const FORMAT = 1

/**
 * Writes journals as lines of JSON: what it is, the document, then the steps, each as the change that leads to it
 * from the step nearer to the document. The text of a step is made once.
 */
export function createJournalWriter(): (journal: Journal) => string {
  const texts = new WeakMap<HistoryEntry, { readonly from: Flow; readonly text: string }>()
  const stepText = (entry: HistoryEntry, from: Flow): string => {
    const known = texts.get(entry)
    if (known?.from === from) return known.text
    const text = textOf({ selection: entry.selection, change: changeBetween(from, entry.document) })
    texts.set(entry, { from, text })
    return text
  }
  return ({ document, past, future, ...head }) => {
    let room = MOST_HISTORY
    /** From the nearest step on, as many as there is room for. */
    const stepsOf = (entries: readonly HistoryEntry[]): string[] => {
      const lines: string[] = []
      let from = document
      for (const entry of entries.slice(-MOST_STEPS).toReversed()) {
        const text = stepText(entry, from)
        room -= text.length
        if (room < 0) break
        lines.push(text)
        from = entry.document
      }
      return lines
    }
    const [pastLines, futureLines] = [stepsOf(past), stepsOf(future)]
    const counts = { past: pastLines.length, future: futureLines.length }
    return [textOf({ format: FORMAT, ...head, ...counts }), textOf(document), ...pastLines, ...futureLines].join('\n')
  }
}

/**
 * Null for what is no journal. Damaged steps are left out together with all that lie behind them. What equals `draft`
 * is the same object, so that undo back to the draft leaves nothing unsaved.
 */
export function readJournal(text: string | null, draft: Flow): Journal | null {
  if (text === null) return null
  const [headLine = '', documentLine = '', ...lines] = text.split('\n')
  const [head, parsed] = [parse(headLine), parse(documentLine)]
  const document = sharingWith(draft, parsed)
  if (!isHead(head) || !isFlow(document)) return null
  const { past, future, format: _, ...facts } = head
  const readSide = (side: readonly string[]) =>
    readSteps(side, document).map((step) => (changeBetween(draft, step.document) ? step : { ...step, document: draft }))
  return {
    ...facts,
    document,
    past: readSide(lines.slice(0, past)),
    future: readSide(lines.slice(past, past + future)),
  }
}

function readSteps(lines: readonly string[], document: Flow): HistoryEntry[] {
  const entries: HistoryEntry[] = []
  let from = document
  for (const line of lines) {
    const entry = readStep(parse(line), from)
    if (entry === null) break
    entries.unshift(entry)
    from = entry.document
  }
  return entries
}

function readStep(step: unknown, from: Flow): HistoryEntry | null {
  if (!isRecord(step)) return null
  try {
    // Both were written by `createJournalWriter`; a change of something else throws or makes no flow.
    const change = step.change as JsonChange | null
    const selection = (step.selection as Selection | undefined) ?? emptySelection
    const document = change === null ? from : withChange(from, change)
    return isFlow(document) ? { document, selection } : null
  } catch {
    return null
  }
}

interface Head extends Omit<Journal, 'document' | 'past' | 'future'> {
  readonly format: number
  readonly past: number
  readonly future: number
}

const numbers = ['revision', 'nextNodeId', 'edit', 'past', 'future'] as const satisfies readonly (keyof Head)[]

function isHead(value: unknown): value is Head {
  if (!isRecord(value) || value.format !== FORMAT) return false
  return numbers.every((name) => typeof value[name] === 'number') && typeof value.stamp === 'string'
}

/** A rough look: the server checks the document again. */
function isFlow(value: unknown): value is Flow {
  return isRecord(value) && Object.keys(emptyFlow('', 'UTC')).every((name) => Object.hasOwn(value, name))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parse(line: string): unknown {
  try {
    return parseJson(line)
  } catch {
    return undefined
  }
}

function textOf(value: unknown): string {
  // Documents and changes between them are plain data by construction.
  return stringifyJson(value as Json)
}
