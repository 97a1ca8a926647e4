import { describe, expect, it } from 'vitest'
import { account, safeModeOfOthers } from '../../../test/stand-ins/wechat.ts'
import { decryptSafe, encryptSafe, signatureOf } from './safe-mode.ts'

const { encodingAesKey, appId, token } = account
const encrypted =
  'Q3stYC6hdFzMh9T8HCvyDIqws7/d8koJ8JwLxrb8SOsy7d/eUIN4zcaCgrROWzAcpmAhKCc1rphLsoCai3bw15RpM9orDFJHiKtZG87KTzPafw/QbCeFH5chmNAngfih'

describe('Safe Mode', () => {
  it('signs and decrypts as in the published example', () => {
    expect(signatureOf([token, '1767323045', '555666'])).toBe('31ed6f2e4a9858229c719d8c9e1c4296ce90c3c7')
    expect(signatureOf([token, '1767323045', '555666', encrypted])).toBe('b9fc44512ba2a082f6ba877fedb29210832195f5')
    const xml = '<xml><ToUserName><![CDATA[gh_1]]></ToUserName></xml>'
    expect(decryptSafe(encrypted, encodingAesKey)).toEqual({ xml, appId })
  })

  it('reads what the library of others encrypts, whatever its padding', () => {
    const others = safeModeOfOthers()
    for (let length = 0; length < 64; length += 1) {
      const xml = `é${'x'.repeat(length)}`
      expect(decryptSafe(others.encrypt(xml), encodingAesKey), String(length)).toEqual({ xml, appId })
    }
  })

  it('encrypts what the library of others reads, whatever its padding', () => {
    const others = safeModeOfOthers()
    for (let length = 0; length < 64; length += 1) {
      const xml = `é${'x'.repeat(length)}`
      const read = others.decrypt(encryptSafe({ xml, appId }, encodingAesKey))
      expect([read.message, read.id], String(length)).toEqual([xml, appId])
    }
  })

  it.each([
    ['another key', safeModeOfOthers({ encodingAesKey: 'G'.repeat(43) }).encrypt('<xml/>')],
    ['nothing', ''],
    ['half of a block', encrypted.slice(0, 24)],
    ['no base64', '%%%'],
    ['a part of a message', encrypted.slice(0, 128).replace(/.{4}$/, '')],
  ])('reads nothing from %s', (_what, text) => {
    expect(decryptSafe(text, encodingAesKey)).toBeUndefined()
  })
})
