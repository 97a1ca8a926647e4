import { describe, expect, it } from 'vitest'
import { files } from '../../../test/helpers/files.ts'
import { failureOf } from '../../../test/helpers/outside-calls.ts'
import { keepFile } from './keep-file.ts'

const id = '01990000-0000-7000-8000-000000000001'
const MIB = 1024 * 1024

function parts() {
  const kept: Buffer[] = []
  return {
    kept,
    async putPart(_id: string, number: number, bytes: Uint8Array) {
      kept[number] = Buffer.from(bytes)
    },
  }
}

describe('keeping a file', () => {
  it('stores it in parts of half a MiB, however its bytes arrive', async () => {
    const whole = Buffer.concat([files.png, Buffer.alloc(MIB + 100, 7)])
    for (const size of [1_000, 512 * 1024, whole.length]) {
      const media = parts()
      const chunks = Array.from({ length: Math.ceil(whole.length / size) }, (_, at) =>
        whole.subarray(at * size, (at + 1) * size),
      )
      const file = await keepFile(media, { id, chunks })
      expect(file).toEqual({ id, type: 'image/png', name: null, bytes: whole.length })
      expect(media.kept.map(({ length }) => length)).toEqual([MIB / 2, MIB / 2, whole.length - MIB])
      expect(Buffer.concat(media.kept).equals(whole)).toBe(true)
    }
  })

  it('stops at 16 MiB, and takes no empty file', async () => {
    async function* endless() {
      for (;;) yield Buffer.alloc(MIB)
    }
    const media = parts()
    expect(await failureOf(keepFile(media, { id, chunks: endless() }))).toMatchObject({ code: 'BODY_TOO_LARGE' })
    expect(media.kept).toHaveLength(32)
    const whole = Array.from({ length: 16 }, () => Buffer.alloc(MIB))
    expect(await keepFile(parts(), { id, chunks: whole })).toMatchObject({ bytes: 16 * MIB })
    expect(await failureOf(keepFile(parts(), { id, chunks: [] }))).toMatchObject({ code: 'INVALID_INPUT' })
  })

  it.each([
    ['cot.JPEG', 'cot.png'],
    ['../../etc/passwd', 'passwd.png'],
    ['C:\\Users\\maya\\cot.png', 'cot.png'],
    ['invoice\u202egpj.exe', 'invoicegpj.png'],
    ['a"b\r\nc.html', 'abc.png'],
    ['Café ☕.png', 'Café ☕.png'],
    [`${'x'.repeat(300)}.png`, `${'x'.repeat(120)}.png`],
    ['', null],
    ['.png', null],
  ])('calls %j %j', async (name, kept) => {
    expect(await keepFile(parts(), { id, chunks: [files.png], name })).toMatchObject({ name: kept })
  })
})
