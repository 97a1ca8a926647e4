import { describe, expect, it } from 'vitest'
import { createMediaLinks } from './media-links.ts'
import type { MediaRecord } from './media-repository.ts'
import { createOutboundFiles, withoutSignedAddresses } from './outbound-files.ts'

const publicUrl = 'https://patchbay.example.com'
const id = '01990000-0000-7000-8000-000000000001'
const gone = '01990000-0000-7000-8000-000000000002'
const record: MediaRecord = {
  id,
  messageId: null,
  runId: null,
  accountId: null,
  source: {},
  state: 'stored',
  type: 'image/png',
  name: 'cot.png',
  bytes: 70,
  problem: null,
  tries: 0,
  dueAt: null,
}
const known = { id, type: 'image/png', name: 'cot.png', bytes: 70 }

function files(reachable = true) {
  const links = createMediaLinks({ key: 'k'.repeat(40), publicUrl, now: () => new Date() })
  const find = async (wanted: string) => (wanted === id ? record : undefined)
  return createOutboundFiles({ media: { find }, links, ...(reachable ? { publicUrl } : {}) })
}

const prepare = (url: string, options: { readonly reachable?: boolean; readonly isLocal?: boolean } = {}) =>
  files(options.reachable).prepare({ text: 'Look', media: [{ url }] }, options.isLocal === true)

describe('a stored file of a message to a contact', () => {
  it('gets a signed address that a service can fetch, whichever way it is named', async () => {
    const signed = expect.stringMatching(new RegExp(`^${publicUrl}/media/${id}\\.png\\?until=\\d+&signature=`))
    const expected = { text: 'Look', media: [{ ...known, url: signed }] }
    expect(await files().prepare({ text: 'Look', media: [{ id }] }, false)).toEqual(expected)
    for (const url of [
      `/media/${id}.png?until=1&signature=old`,
      `${publicUrl}/media/${id}.png?until=1&signature=old`,
      `/media/${id.toUpperCase()}`,
    ]) {
      expect(await prepare(url), url).toEqual(expected)
    }
  })

  it('leaves addresses of others as they are', async () => {
    for (const url of ['https://example.com/media/1.png', `https://example.com/media/${id}`, '/media/x']) {
      expect(await prepare(url)).toEqual({ text: 'Look', media: [{ url }] })
    }
    expect(await files().prepare({ text: 'Look' }, false)).toEqual({ text: 'Look' })
  })

  it('says what is missing: the file, or the address of this server', async () => {
    expect(await prepare(`/media/${gone}`)).toMatchObject({
      code: 'INVALID_VALUE',
      message: expect.stringContaining('not kept here'),
    })
    expect(await prepare(`/media/${id}`, { reachable: false })).toMatchObject({
      help: expect.stringContaining('PATCHBAY_PUBLIC_URL'),
    })
  })

  it('needs no address where the message stays here', async () => {
    const local = await prepare(`/media/${id}`, { reachable: false, isLocal: true })
    expect(local).toEqual({ text: 'Look', media: [known] })
  })

  it('is stored without its signed address, which would not last', () => {
    const media = [{ ...known, url: `${publicUrl}/media/${id}` }, { url: 'https://example.com/a.png' }]
    expect(withoutSignedAddresses({ text: 'Look', media })).toEqual({
      text: 'Look',
      media: [known, { url: 'https://example.com/a.png' }],
    })
  })
})
