export interface TransportListener {
  onPayload(payload: string): void
  /** A connection stands, the first or a later one: what was sent before it has not arrived. */
  onOpen(): void
}

/** Carries short texts between the processes that share a database. Senders get their own texts back. */
export interface Transport {
  /** Begins to listen, and goes on trying when that fails. */
  start(listener: TransportListener): Promise<void>
  /** Resolves once they are on their way. Rejects while there is no connection. */
  send(payloads: readonly string[]): Promise<void>
  stop(): Promise<void>
}

/** For a process that has its database to itself: there is nobody to tell. */
export const noTransport: Transport = {
  start: () => Promise.resolve(),
  send: () => Promise.resolve(),
  stop: () => Promise.resolve(),
}
