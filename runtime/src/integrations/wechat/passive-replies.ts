/** WeChat waits five seconds for our answer to a message. */
const LONGEST_WAIT_MS = 4_000

export interface WaitingCall {
  readonly accountId: string
  readonly contact: string
  /** Of the message that the call has brought. */
  readonly messageId: string
}

/** Texts that go to the contact with our answer to WeChat's call, which does not count as a customer service message. */
export interface PassiveReplies {
  /** A message has come, and its call is not answered yet. */
  open(call: WaitingCall): void
  /** Resolves with true once the text is part of an answer; with false when no call of the contact waits for one. */
  offer(place: Omit<WaitingCall, 'messageId'>, text: string): Promise<boolean>
  /** Resolves with the text for the answer to the call; with undefined when none was offered in time. */
  await(call: WaitingCall): Promise<string | undefined>
  /** The call is answered without a text. */
  close(call: WaitingCall): void
}

interface OpenCall {
  readonly messageId: string
  readonly text: PromiseWithResolvers<string | undefined>
  /** Whether the text has become part of the answer. */
  readonly taken: PromiseWithResolvers<boolean>
  isOffered: boolean
}

/** In the memory of the process that was called: the others send customer service messages. */
export function createPassiveReplies(longestMs = LONGEST_WAIT_MS): PassiveReplies {
  const calls = new Map<string, OpenCall>()

  /** What was offered and not taken is sent in another way. */
  function end(key: string, call: OpenCall | undefined): void {
    if (call === undefined) return
    if (calls.get(key) === call) calls.delete(key)
    call.text.resolve(undefined)
    call.taken.resolve(false)
  }

  function find({ messageId, ...place }: WaitingCall): OpenCall | undefined {
    const call = calls.get(keyOf(place))
    return call?.messageId === messageId ? call : undefined
  }

  return {
    open({ messageId, ...place }) {
      const key = keyOf(place)
      end(key, calls.get(key))
      const [text, taken] = [Promise.withResolvers<string | undefined>(), Promise.withResolvers<boolean>()]
      const call: OpenCall = { messageId, text, taken, isOffered: false }
      calls.set(key, call)
      setTimeout(end, longestMs, key, call).unref()
    },
    async offer(place, text) {
      const call = calls.get(keyOf(place))
      if (call === undefined || call.isOffered) return false
      call.isOffered = true
      call.text.resolve(text)
      return call.taken.promise
    },
    async await(waiting) {
      const call = find(waiting)
      const text = await call?.text.promise
      call?.taken.resolve(text !== undefined)
      end(keyOf(waiting), call)
      return text
    },
    close: (waiting) => end(keyOf(waiting), find(waiting)),
  }
}

function keyOf({ accountId, contact }: Omit<WaitingCall, 'messageId'>): string {
  return `${accountId} ${contact}`
}
