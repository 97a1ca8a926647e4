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
  /** The service's id of the message that this one answers. */
  readonly replyTo?: string
}

/** A file of a message: stored here under `id`, or named by the address at which a service has it. */
export interface MessageMedia {
  readonly id?: string
  readonly url?: string
  /** Media type, such as `image/png`. */
  readonly type?: string
  readonly name?: string
  readonly bytes?: number
}

export interface MessageButton {
  readonly id: string
  readonly title: string
  /** Opens this address instead of answering. */
  readonly url?: string
}
