import { describe, expect, it } from 'vitest'
import { givesUpAfterOne, turns } from '../../../test/helpers/byte-server.ts'
import { webClient } from '../../../test/helpers/outside-calls.ts'
import { postItem } from './post-item.ts'

describe('postItem', () => {
  it('posts an item once more on a new connection when the receiver has given up the kept one', async () => {
    const receiver = await givesUpAfterOne()
    const web = webClient()
    const { signal } = new AbortController()
    for (let count = 0; count < 3; count += 1) {
      const outcome = await postItem(web, { url: receiver.origin, item: '{}', now: new Date() }, signal)
      expect(outcome.kind).toBe('delivered')
      await turns()
    }
    expect(receiver.requests.length).toBeGreaterThan(3)
  })
})
