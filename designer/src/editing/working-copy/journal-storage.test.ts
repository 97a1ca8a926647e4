import { describe, expect, it } from 'vitest'
import { createJournalStorage, forgetJournals, type KeyValueStorage } from './journal-storage.ts'

function createStorage(): KeyValueStorage & { readonly names: () => string[] } {
  const values = new Map<string, string>()
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
    key: (index) => [...values.keys()][index] ?? null,
    get length() {
      return values.size
    },
    names: () => [...values.keys()].sort(),
  }
}

const journal = (edit: number, unsaved: boolean) =>
  `${JSON.stringify({ format: 1, revision: 1, nextNodeId: 2, unsaved, edit, stamp: 'a 1', past: 0, future: 0 })}\n{}`

describe('what a person leaves in the browser', () => {
  it('goes at sign-out, except what the server does not have yet', () => {
    const storage = createStorage()
    const of = (user: string, flow: string) => createJournalStorage(user, flow, storage)
    of('maya', 'saved').write(journal(5, false), () => '')
    of('maya', 'sent').write(journal(7, true), () => '')
    of('maya', 'sent').setSent(7)
    of('maya', 'unsent').write(journal(9, true), () => '')
    of('maya', 'unsent').setSent(8)
    of('tom', 'sent').write(journal(7, true), () => '')
    of('tom', 'sent').setSent(7)
    storage.setItem('patchbay.browser', 'id')
    forgetJournals('maya', storage)
    expect(storage.names()).toEqual([
      'patchbay.browser',
      'patchbay.journal-sent.maya.unsent',
      'patchbay.journal-sent.tom.sent',
      'patchbay.journal.maya.unsent',
      'patchbay.journal.tom.sent',
    ])
  })

  it('is no reason to stay signed in where nothing can be stored', () => {
    const forbidden = {
      ...createStorage(),
      length: 1,
      key: () => {
        throw new Error('SecurityError')
      },
    }
    expect(() => forgetJournals('maya', forbidden)).not.toThrow()
  })
})
