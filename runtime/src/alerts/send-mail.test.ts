import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, it } from 'vitest'
import { createSendMail } from './send-mail.ts'

it('gives a mail server up that says nothing, once the alert is given up', async () => {
  const silent = createServer()
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  // A listening TCP server has an address with a port.
  const { port } = silent.address() as AddressInfo
  const given = new AbortController()
  const mail = { to: 'ops@example.com', subject: 'Failed', text: 'It failed.', key: 'k' }
  const send = createSendMail({ url: `smtp://127.0.0.1:${port}`, from: 'patchbay@example.com' })
  const sending = send(mail, given.signal)
  const [socket] = await once(silent, 'connection')
  given.abort()
  await expect(sending).rejects.toThrow()
  socket.destroy()
  silent.close()
})
