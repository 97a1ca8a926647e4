/** Receivers of alerts: a flow with an Inbound API trigger, a URL, a phone and a mailbox, as many of them as are given. */
export interface AlertTarget {
  readonly flowId?: string | undefined
  readonly url?: string | undefined
  /** A text from one of our numbers to this one. */
  readonly text?: { readonly to: string; readonly from: string } | undefined
  readonly email?: string | undefined
}

type Receiver =
  | { readonly flowId: string }
  | { readonly url: string }
  | { readonly text: { readonly to: string; readonly from: string } }
  | { readonly email: string }

/** Each receiver is told, and tried again, by itself. */
export function receiversOf({ flowId, url, text, email }: AlertTarget): readonly Receiver[] {
  return [
    ...(flowId === undefined ? [] : [{ flowId }]),
    ...(url === undefined ? [] : [{ url }]),
    ...(text === undefined ? [] : [{ text }]),
    ...(email === undefined ? [] : [{ email }]),
  ]
}
