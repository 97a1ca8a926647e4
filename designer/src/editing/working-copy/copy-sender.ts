import type { KeepWorkingCopy } from '@patchbay/shared/api'
import { ApiProblem } from '../../api/problem.ts'

/** The server's place for the working copy of this browser. */
export interface CopyServer {
  /** `isLast`: the page is about to close, so the request has to live on without it. */
  keep(copy: KeepWorkingCopy, isLast: boolean): Promise<void>
  remove(isLast: boolean): Promise<void>
}

export interface CopySenderOptions {
  readonly server: CopyServer
  /** What the server holds, by its edit; 0: nothing. */
  readonly sent: number
  /** What it should hold; null: nothing. */
  wanted(): KeepWorkingCopy | null
  onSent(edit: number): void
}

/** Brings the working copy to the server: the first change at once, later ones at a pace, the last on leaving. */
export interface CopySender {
  /** Something changed. */
  changed(): void
  /** Sends now what is not there yet, with the page about to close. */
  leave(): void
  stop(): void
}

/** While somebody types one request carries what was typed in this time. */
const PACE_MS = 400
/** After a failure; the browser has it anyway. */
const AGAIN_MS = 5_000

export function createCopySender({ server, sent: begin, wanted, onSent }: CopySenderOptions): CopySender {
  let sent = begin
  let isSending = false
  let timer: ReturnType<typeof setTimeout> | null = null

  /** Sends what is wanted; false when nothing was due. */
  async function send(isLast: boolean): Promise<boolean> {
    const copy = wanted()
    if (copy === null ? sent === 0 : copy.edit <= sent) return false
    if (copy === null) await server.remove(isLast)
    else await server.keep(copy, isLast)
    sent = copy?.edit ?? 0
    onSent(sent)
    return true
  }

  async function sendInTurn(): Promise<void> {
    isSending = true
    try {
      if (await send(false)) later(PACE_MS)
    } catch (thrown) {
      failed(thrown)
    } finally {
      isSending = false
    }
  }

  /** What the server refuses it would refuse again, such as half of a name: the next change may be better. */
  function failed(thrown: unknown): void {
    const isRefused = thrown instanceof ApiProblem && thrown.status >= 400 && thrown.status < 500
    if (!isRefused) later(AGAIN_MS)
  }

  function later(ms: number): void {
    stop()
    timer = setTimeout(() => {
      timer = null
      void sendInTurn()
    }, ms)
  }

  function stop(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
  }

  return {
    changed() {
      if (timer === null && !isSending) void sendInTurn()
    },
    leave() {
      stop()
      // Beside a request that is under way: the server keeps the later edit of the two.
      send(true).catch(failed)
    },
    stop,
  }
}
