import { DAY_MS } from '@patchbay/shared/time'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import { files } from '../../../test/helpers/files.ts'
import type { StepFiles } from '../../kit/media.ts'
import type { Database } from '../../store/database.ts'
import { createMediaLinks } from './media-links.ts'
import { createMediaRepository, type MediaRepository } from './media-repository.ts'
import { createStepFiles } from './step-files.ts'

const publicUrl = 'https://patchbay.example'
const now = () => new Date()
let database: Database
let media: MediaRepository
let stepFiles: StepFiles
let stored = 0

beforeAll(async () => {
  database = await openTestDatabase()
  media = createMediaRepository(database.kysely)
  const links = createMediaLinks({ key: 'a key of a test', publicUrl, now })
  const onStored = async () => void stored++
  stepFiles = createStepFiles({ media, links, publicUrl, onStored, now })
})
afterAll(() => database.close())

describe('a file that an action keeps', () => {
  it('has an address of ours, by which it is read again, as by its id', async () => {
    const bytes = Buffer.concat([files.png, Buffer.alloc(1_200_000, 7)])
    const kept = await stepFiles.keep({ bytes, type: 'text/html', name: '../map.exe' })
    expect(kept).toMatchObject({ type: 'image/png', name: 'map.png', bytes: bytes.length })
    expect(kept.url).toMatch(/^https:\/\/patchbay\.example\/media\/[0-9a-f-]{36}\.png\?until=/)
    expect(stored).toBe(1)
    const id = /media\/([0-9a-f-]{36})/.exec(kept.url)?.[1] ?? ''
    for (const name of [kept.url, kept.url.slice(publicUrl.length), id]) {
      const opened = await stepFiles.open(name)
      expect(opened).toMatchObject({ type: 'image/png', name: 'map.png' })
      expect(Buffer.from(opened?.bytes ?? []).equals(bytes)).toBe(true)
    }
  })

  it('is refused where it is empty or too large, and leaves nothing behind', async () => {
    await expect(stepFiles.keep({ bytes: new Uint8Array() })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    const large = { bytes: new Uint8Array(16 * 1024 * 1024 + 1) }
    await expect(stepFiles.keep(large)).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' })
    expect(await media.abandoned(new Date(Date.now() + DAY_MS), 10)).toEqual([])
  })

  it('is none of ours at another address, and says so when it is gone', async () => {
    for (const other of ['https://a.example/media/x.png', 'photo.png', '/media/x.png', '']) {
      expect(await stepFiles.open(other)).toBeUndefined()
    }
    const gone = '01990000-0000-7000-8000-000000000009'
    await expect(stepFiles.open(gone)).rejects.toMatchObject({ code: 'INVALID_VALUE' })
  })
})
