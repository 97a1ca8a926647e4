import type { Channel } from '../kit/channel.ts'

export interface TypingSignOptions {
  /** Channels by the type of the accounts that use them. */
  readonly channels: ReadonlyMap<string, Pick<Channel, 'typing'>>
  /** Whether a run is at work in this process; false while it waits. */
  readonly isWorking: (runId: string) => boolean
  /** Called when a service took no sign, which changes nothing else. */
  readonly onFailed: (error: unknown) => void
}

/** A contact at an account. */
export interface TypingPlace {
  readonly accountId: string
  readonly contact: string
}

export interface TypingSign {
  /** Called when a message has started or woken a run. The contact sees the sign unless the run sends soon. */
  begin(place: TypingPlace & { readonly accountType: string | null }, runId: string): void
  /** Called before a message is sent to the contact. */
  end(place: TypingPlace): void
}

/** An answer within this time needs no sign. */
const QUICK_MS = 1_000

const LONGEST_CALL_MS = 5_000

/** Shows contacts that somebody types, where a flow works on their message for longer than a moment. Never throws. */
export function createTypingSign({ channels, isWorking, onFailed }: TypingSignOptions): TypingSign {
  const timers = new Map<string, NodeJS.Timeout>()
  const keyOf = ({ accountId, contact }: TypingPlace) => `${accountId} ${contact}`

  function end(place: TypingPlace): void {
    clearTimeout(timers.get(keyOf(place)))
    timers.delete(keyOf(place))
  }

  return {
    begin({ accountType, ...place }, runId) {
      const channel = channels.get(accountType ?? place.accountId)
      if (channel?.typing === undefined) return
      end(place)
      const timer = setTimeout(() => {
        end(place)
        if (isWorking(runId)) channel.typing?.(place, AbortSignal.timeout(LONGEST_CALL_MS)).catch(onFailed)
      }, QUICK_MS)
      timers.set(keyOf(place), timer.unref())
    },
    end,
  }
}
