/** What a tab tells the other tabs of the browser, which share its cookie. */
export type SessionSignal = 'signed-in' | 'signed-out'

let channel: BroadcastChannel | null = null

/** One object sends and listens, so that a tab does not get its own signals. */
function tabs(): BroadcastChannel {
  channel ??= new BroadcastChannel('patchbay-session')
  return channel
}

export function tellOtherTabs(signal: SessionSignal): void {
  tabs().postMessage(signal)
}

/** Calls `listener` for the signals of other tabs. Returns the function that stops it. */
export function onOtherTab(listener: (signal: SessionSignal) => void): () => void {
  const receive = ({ data }: MessageEvent<SessionSignal>) => listener(data)
  tabs().addEventListener('message', receive)
  return () => tabs().removeEventListener('message', receive)
}
