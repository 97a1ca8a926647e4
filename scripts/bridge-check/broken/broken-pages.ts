import { json } from '../../../runtime/test/helpers/stand-in.ts'
import type { Fault } from '../example-bridge.ts'
import { always, type BrokenBridge, contact, contacts, members, signedIn } from './breaks.ts'

/** Pages, offsets and checkpoints that lead nowhere. */
export const brokenPages: readonly BrokenBridge[] = [
  {
    title: 'sends the first page for every offset',
    path: contacts,
    fault: signedIn(({ meta }) =>
      json({
        contacts: [contact],
        ...(meta.offset === undefined ? { next_offset: 'p2' } : {}),
        synchronization_checkpoint: 'a',
      }),
    ),
    says: 'Two pages have the contact "c-1"',
  },
  {
    title: 'leads from a page to itself',
    path: contacts,
    fault: always(json({ contacts: [], next_offset: 'p2' })),
    says: 'next_offset is the offset of this very page',
  },
  {
    title: 'leads round in a circle',
    path: contacts,
    fault: signedIn(({ meta }) => json({ contacts: [], next_offset: meta.offset === 'p2' ? 'p3' : 'p2' })),
    says: 'next_offset leads back to an earlier page',
  },
  {
    title: 'has always one more page',
    path: contacts,
    fault: signedIn(({ meta }) => json({ contacts: [], next_offset: Number(meta.offset ?? 0) + 1 })),
    says: 'There is still a next_offset after 20 pages',
  },
  {
    title: 'says null at the end',
    path: contacts,
    fault: signedIn(({ body }) => (body.next_offset === undefined ? json({ ...body, next_offset: null }) : undefined)),
    says: 'next_offset: It is null. Leave the key out',
  },
  {
    title: 'sends an object as offset',
    path: contacts,
    fault: members({ next_offset: { page: 2 } }),
    says: 'next_offset: Must be text. It is an object.',
  },
  {
    title: 'forgets a page once it was sent',
    path: contacts,
    fault: forgetful(),
    says: 'The same offset gave other contacts the second time',
  },
  {
    title: 'has no checkpoint',
    path: contacts,
    fault: members({ synchronization_checkpoint: undefined }),
    says: 'There is no synchronization_checkpoint',
  },
  {
    title: 'sends an object as checkpoint',
    path: contacts,
    fault: members({ synchronization_checkpoint: { at: 1 } }),
    says: 'synchronization_checkpoint: Must be text',
  },
  {
    title: 'does not look at the checkpoint',
    path: contacts,
    fault: always(json({ contacts: [contact, { id: 'c-2', name: 'Otto' }], synchronization_checkpoint: 'a' })),
    says: 'With a checkpoint it sends all contacts again',
  },
  {
    title: 'never ends after a checkpoint',
    path: contacts,
    fault: signedIn(({ meta }) =>
      meta.synchronization_checkpoint === undefined
        ? undefined
        : json({ contacts: [], next_offset: `${meta.offset ?? ''}x` }),
    ),
    says: 'With a checkpoint: There is still a next_offset after 20 pages',
  },
  {
    title: 'loses the checkpoint when nothing has changed',
    path: contacts,
    fault: signedIn(({ meta }) => (meta.synchronization_checkpoint === undefined ? undefined : json({ contacts: [] }))),
    says: 'The answer to a checkpoint has no synchronization_checkpoint',
  },
]

/** Gives each page once. */
function forgetful(): Fault {
  const sent = new Set<unknown>()
  return signedIn(({ meta }) => {
    if (meta.offset === undefined || meta.synchronization_checkpoint !== undefined) return undefined
    if (sent.has(meta.offset)) return json({ contacts: [] })
    sent.add(meta.offset)
    return undefined
  })
}
