export interface TransportListener {
  onPayload(payload: string): void
  /** Called when a connection is established, the first or a later one. Texts sent before it have not arrived. */
  onOpen(): void
}

/** Carries short texts between the processes that share a database. Senders get their own texts back. */
export interface Transport {
  /** Starts listening, and retries when that fails. */
  start(listener: TransportListener): Promise<void>
  /** Resolves once the payloads are sent. Rejects while there is no connection. */
  send(payloads: readonly string[]): Promise<void>
  stop(): Promise<void>
}

/** For a process that uses the database alone: there is no other process to send to. */
export const noTransport: Transport = {
  start: () => Promise.resolve(),
  send: () => Promise.resolve(),
  stop: () => Promise.resolve(),
}
