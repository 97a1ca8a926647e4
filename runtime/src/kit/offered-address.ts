import type { Address } from '@patchbay/shared/api'

/** One of our addresses as its service lists it. */
export interface OfferedAddress extends Address {
  /** The name that people gave it at the service; empty without one. */
  readonly label: string
  /** What goes through it, such as `sms` and `mms`. */
  readonly capabilities: readonly string[]
}
