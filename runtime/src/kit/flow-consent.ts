import type { ConsentState } from '@patchbay/shared/api'

/** What a flow has learned of whether a contact may be written to. */
export interface FlowConsent {
  readonly channel: string
  readonly contact: string
  /** One of ours, by which the contact was asked. */
  readonly address: string
  /** For this address only. Otherwise for all of ours on the channel. */
  readonly isForAddress: boolean
  readonly state: ConsentState
  /** Kept in the log: the flow, and why. */
  readonly detail: string
}

/** Of runs that test a draft on simulated phones: what they learn is kept nowhere. */
export const consentsOfTests: FlowConsents = { record: async () => ({ wasOptedOut: false }) }

export interface FlowConsents {
  /** Whether the contact was opted out before. Resolves once the change counts here. */
  record(consent: FlowConsent): Promise<{ readonly wasOptedOut: boolean }>
}
