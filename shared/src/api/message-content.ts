/** What a message says, in no channel's own form. A channel sends what it can, and degrades or refuses the rest. */
export interface MessageContent {
  readonly text?: string
  readonly media?: readonly MessageMedia[]
  readonly location?: { readonly latitude: number; readonly longitude: number; readonly name?: string }
  readonly buttons?: readonly MessageButton[]
  /** The button that the contact chose. */
  readonly choice?: { readonly id: string; readonly title: string }
  readonly template?: { readonly name: string; readonly language: string; readonly parameters: readonly string[] }
  readonly contactCard?: { readonly name: string; readonly points: readonly string[] }
  readonly sticker?: { readonly id: string }
  /** A reaction to an earlier message, by the service's id of that message. */
  readonly reaction?: { readonly emoji: string; readonly messageId: string }
  /** The link or advertisement by which the contact came: its kind in the service's word, and what it was made with. */
  readonly referral?: { readonly source: string; readonly ref: string }
  /** The service's id of the message that this one answers. */
  readonly replyTo?: string
}

/**
 * A file of a message: stored here under `id`, at the address at which a service has it, or what the service calls it.
 * A received file has its `id` from the start, and is stored here once it has been fetched.
 */
export interface MessageMedia {
  readonly id?: string
  /** Where the service has it. Must hold no credential. */
  readonly url?: string
  /** What the service calls it, for services that give no address. Only the integration reads it. */
  readonly ref?: string
  /** Media type, such as `image/png`: as the service says, and by its content once it is stored here. */
  readonly type?: string
  readonly name?: string
  /** Its size, once it is stored here. */
  readonly bytes?: number
  /** Why it could not be fetched, in a sentence. */
  readonly problem?: string
}

export interface MessageButton {
  readonly id: string
  readonly title: string
  /** Opens this address instead of answering. */
  readonly url?: string
}
