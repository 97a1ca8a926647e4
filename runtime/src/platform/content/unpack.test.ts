import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { unpack } from './unpack.ts'

const text = '{"id":7,"name":"Zoë"}'
const plain = Buffer.from(text)
const read = async (body: Uint8Array, coding: string | undefined, maxBytes = 1000) =>
  Buffer.from(await unpack(body, coding, maxBytes)).toString()

describe('unpack', () => {
  it.each([
    ['gzip', gzipSync(plain)],
    ['x-gzip', gzipSync(plain)],
    ['GZIP', gzipSync(plain)],
    ['deflate', deflateSync(plain)],
    ['deflate', deflateRawSync(plain)],
    ['br', brotliCompressSync(plain)],
    ['zstd', zstdCompressSync(plain)],
    ['gzip, br', brotliCompressSync(gzipSync(plain))],
    ['aws-chunked,gzip', gzipSync(plain)],
  ])('decodes %s', async (coding, body) => {
    expect(await read(body, coding)).toBe(text)
  })

  it.each([undefined, '', 'identity', 'UTF-8', 'none', 'binary', 'aws-chunked', '7bit', 'application/json'])(
    'leaves a plain body alone that is said to be %j',
    async (coding) => {
      expect(await read(plain, coding)).toBe(text)
    },
  )

  it.each([
    ['gzip', gzipSync(Buffer.alloc(2_000_000))],
    ['deflate', deflateSync(Buffer.alloc(2_000_000))],
    ['br', brotliCompressSync(Buffer.alloc(2_000_000))],
    ['zstd', zstdCompressSync(Buffer.alloc(2_000_000))],
    ['gzip, gzip', gzipSync(gzipSync(Buffer.alloc(2_000_000)))],
  ])('stops where %s expands beyond the limit', async (coding, body) => {
    await expect(unpack(body, coding, 100_000)).rejects.toMatchObject({ reason: 'too-large' })
  })

  it.each(['gzip', 'deflate', 'br', 'zstd'])('says that a body is no %s', async (coding) => {
    await expect(unpack(plain, coding, 1000)).rejects.toMatchObject({ reason: 'damaged', coding })
  })

  it('undoes at most three codings', async () => {
    await expect(unpack(plain, 'gzip, gzip, gzip, gzip', 1000)).rejects.toMatchObject({ reason: 'damaged' })
  })
})
