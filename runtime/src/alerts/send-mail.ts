import { createTransport } from 'nodemailer'

/** Where e-mail is handed over, by whom it is signed, as the operator has set both. */
export interface MailSettings {
  /** `smtp://user:password@host:587`, or `smtps://` for a connection that is encrypted from the first byte. */
  readonly url: string
  readonly from: string
}

export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** Equal for all tries, so that a mailbox can tell a repeated one. */
  readonly key: string
}

const TIMEOUT_MS = 20_000

/** Resolves once the server has taken the mail. Each one has a connection of its own: alerts are rare. */
export type SendMail = (mail: Mail, signal: AbortSignal) => Promise<void>

/** @throws Error with the words of the mail server, or when the signal is aborted */
export function createSendMail({ url, from }: MailSettings): SendMail {
  return async ({ to, subject, text, key }, signal) => {
    const transport = createTransport({
      url,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    const messageId = `<${key}@patchbay.invalid>`
    const headers = { 'Auto-Submitted': 'auto-generated' }
    try {
      await transport.sendMail({ from, to, subject, text, messageId, headers, signal })
    } finally {
      transport.close()
    }
  }
}
