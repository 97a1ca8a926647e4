/** What messages of a channel can hold. What a message has beyond that is degraded, or refused with a sentence. */
export interface ChannelAbilities {
  readonly text: TextAbility
  /** Absent: buttons become numbered lines of the text. */
  readonly buttons?: ButtonAbility
  /** Absent: a file becomes its address as a line of the text. */
  readonly media?: MediaAbility
  /** A place can be sent. Absent: it becomes a line with its coordinates. */
  readonly locations?: true
  /** Messages that the service has approved before, by name and language. */
  readonly templates?: true
  /** How long after the contact's last message it can be answered freely. Absent: always. */
  readonly replyWindowHours?: number
  /** The furthest that a service reports about a message. */
  readonly receipts: 'none' | 'sent' | 'delivered' | 'read'
}

export interface TextAbility {
  /** Most UTF-16 units of one message. */
  readonly longest: number
  /** Whether a longer text is sent as several messages, or not at all. */
  readonly whenLonger: 'split' | 'refuse'
  /** What a text is sent and billed in; absent: it is sent whole. */
  readonly segments?: 'sms'
}

export interface ButtonAbility {
  /** Most buttons of one message. */
  readonly most: number
  /** Most characters of a title. */
  readonly longestTitle: number
  /** A button can open an address. */
  readonly urls?: true
}

export interface MediaAbility {
  /** Patterns of media types, such as `image/png` or `image/*`. `*` means every type. */
  readonly types: readonly string[]
  /** Most bytes of one file. */
  readonly mostBytes: number
  /** Most files of one message. */
  readonly most: number
  /** Most UTF-16 units of a text that goes with files. Absent: the text is a message of its own. */
  readonly longestCaption?: number
}
