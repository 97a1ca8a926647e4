import { describe, expect, it } from 'vitest'
import { files } from '../../../test/helpers/files.ts'
import { extensionOf, fileTypeOf, isShown } from './file-type.ts'

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

describe('the type of a file', () => {
  it.each([
    ['png', 'image/png', '.png', true],
    ['jpeg', 'image/jpeg', '.jpg', true],
    ['gif', 'image/gif', '.gif', true],
    ['mp4', 'video/mp4', '.mp4', true],
    ['ogg', 'audio/ogg', '.ogg', true],
    ['pdf', 'application/pdf', '.pdf', false],
    ['zip', 'application/zip', '.zip', false],
    ['vcard', 'text/vcard', '.vcf', false],
  ] as const)('is what the bytes of a %s say', (name, type, extension, shown) => {
    const given = fileTypeOf(files[name], 'text/html')
    expect([given, extensionOf(given), isShown(given)]).toEqual([type, extension, shown])
  })

  it('is nothing in particular for what a browser could run, whatever the sender says', () => {
    for (const claimed of ['image/svg+xml', 'text/html', 'image/png', 'application/xhtml+xml']) {
      for (const bytes of [files.svg, files.html, Buffer.from('plain words'), Buffer.from([0])]) {
        const given = fileTypeOf(bytes, claimed)
        expect([given, extensionOf(given), isShown(given)]).toEqual(['application/octet-stream', '', false])
      }
    }
  })

  it('is believed only among the documents that are archives inside', () => {
    expect(fileTypeOf(files.zip, `${docx}; charset=binary`)).toBe(docx)
    expect(fileTypeOf(files.zip, 'application/java-archive')).toBe('application/zip')
    expect(fileTypeOf(files.png, docx)).toBe('image/png')
  })
})
