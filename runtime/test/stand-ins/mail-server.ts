import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

export interface MailServer {
  /** For PATCHBAY_SMTP_URL. */
  readonly url: string
  /** Every mail as it was sent, with its envelope. */
  readonly mails: readonly ReceivedMail[]
  close(): Promise<void>
}

export interface ReceivedMail {
  readonly from: string
  readonly to: string
  /** Head and body. */
  readonly text: string
}

/** A mail server on loopback that takes everything, by the least of SMTP. */
export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = []
  const server = createServer((socket) => {
    let [from, to, data, isData, rest] = ['', '', '', false, '']
    const say = (line: string) => socket.write(`${line}\r\n`)
    const take = (line: string) => {
      if (isData) {
        if (line !== '.') {
          data += `${line}\n`
          return
        }
        isData = false
        mails.push({ from, to, text: data })
        say('250 taken')
      } else if (/^EHLO|^HELO/.test(line)) say('250 loopback')
      else if (line.startsWith('MAIL FROM:')) {
        from = line.slice(10)
        say('250 fine')
      } else if (line.startsWith('RCPT TO:')) {
        to = line.slice(8)
        say('250 fine')
      } else if (line === 'DATA') {
        isData = true
        say('354 go on')
      } else if (line === 'QUIT') {
        say('221 bye')
        socket.end()
      } else say('502 not here')
    }
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      const lines = `${rest}${bytes.toString('utf8')}`.split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) take(line)
    })
    say('220 loopback')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    close: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}
