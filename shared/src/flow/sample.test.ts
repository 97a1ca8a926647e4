import { describe, expect, it } from 'vitest'
import { MAX_SAMPLE_LENGTH } from './limits.ts'
import { readSample, sampleOf } from './sample.ts'

const kept = (reply: Parameters<typeof sampleOf>[0]) => readSample(sampleOf(reply))

describe('the sample of a reply', () => {
  it('is the reply where it is small, with the digits of large numbers', () => {
    const reply = { id: 12345678901234567890n, at: null, ok: true, lines: [{ text: 'x' }] }
    expect(kept(reply)).toEqual(reply)
    expect(kept([1, 2])).toEqual([1, 2])
  })

  it('has the first items of long lists, and the beginning of long texts', () => {
    const sample = kept({ list: Array.from({ length: 50 }, (_, n) => n), text: 'x'.repeat(1_000) })
    expect(sample).toEqual({ list: [0, 1, 2, 3, 4], text: `${'x'.repeat(300)}…` })
  })

  it.each([
    ['wide', Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`name${n}`, 'value of some length']))],
    [
      'a list of large objects',
      Array.from({ length: 100 }, () =>
        Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`n${n}`, 'y'.repeat(500)])),
      ),
    ],
    ['deep', JSON.parse(`${'['.repeat(500)}1${']'.repeat(500)}`)],
  ])('fits whatever the reply is: %s', (_what, reply) => {
    const sample = sampleOf(reply)
    expect(sample).toBeDefined()
    expect(sample?.length).toBeLessThanOrEqual(MAX_SAMPLE_LENGTH)
  })

  it('has no value that is named like a credential', () => {
    const reply = { access_token: 'abc', apiKey: 'def', user: { password: 'x', name: 'Zoë' }, tokens: 12 }
    expect(kept(reply)).toEqual({
      access_token: '•••',
      apiKey: '•••',
      user: { password: '•••', name: 'Zoë' },
      tokens: 12,
    })
  })

  it('is nothing where a file of a flow holds no JSON there', () => {
    expect(readSample('{"a":')).toBeUndefined()
    expect(readSample(undefined)).toBeUndefined()
  })
})
