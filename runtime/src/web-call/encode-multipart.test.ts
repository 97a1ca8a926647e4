import { describe, expect, it } from 'vitest'
import { readMultipart } from '../platform/content/read-multipart.ts'
import { encodeMultipart } from './encode-multipart.ts'

const bytes = Uint8Array.from([0xff, 0xd8, 0x00, 0x0d, 0x0a])

describe('a multipart body', () => {
  it('is read by another parser as it was written', () => {
    const { content } = encodeMultipart(
      [
        { name: 'note', content: Buffer.from('Zoë & co\r\n--b') },
        { name: 'data', content: Buffer.from('{"a":1}'), type: 'application/json' },
        { name: 'photo', content: bytes, fileName: 'lift.jpg', type: 'image/jpeg' },
      ],
      'b-1',
    )
    expect(readMultipart(content, 'multipart/form-data; boundary=b-1')).toEqual({
      note: 'Zoë & co\r\n--b',
      data: { a: 1 },
      photo: { filename: 'lift.jpg', contentType: 'image/jpeg', size: 5 },
    })
  })

  it('has no header of its own from a name, a file name or a type', () => {
    const { shown } = encodeMultipart(
      [{ name: 'a"\r\nX: 1', content: bytes, fileName: '"\r\nY: 2.jpg', type: 'image/jpeg\r\nZ: 3' }],
      'b',
    )
    expect(shown.split('\r\n').slice(0, 3)).toEqual([
      '--b',
      'Content-Disposition: form-data; name="a%22%0D%0AX: 1"; filename="%22%0D%0AY: 2.jpg"',
      'Content-Type: image/jpegZ: 3',
    ])
  })

  it('is shown with the size of a file in place of its bytes', () => {
    const { shown } = encodeMultipart([{ name: 'photo', content: bytes, fileName: 'lift.jpg' }], 'b')
    expect(shown).toBe(
      '--b\r\nContent-Disposition: form-data; name="photo"; filename="lift.jpg"\r\n\r\n(5 bytes)\r\n--b--\r\n',
    )
  })
})
