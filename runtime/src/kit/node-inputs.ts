/** What a preview may read besides the inputs of the action or trigger. */
export interface PreviewContext {
  readonly now: Date
  /** A valid IANA name. */
  readonly timeZone: string
}

/** Turns inputs of version `from` into inputs of this version, when a builder chooses the newer one. */
export interface InputUpgrade {
  readonly from: number
  /** `old` is as stored in a document: it may be incomplete, and secrets are references. */
  inputs(old: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>
}
