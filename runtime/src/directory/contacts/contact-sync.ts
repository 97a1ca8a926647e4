import type { ContactField } from '@patchbay/shared/api'
import { afterContactPage, type ContactRun, startContactRun } from '@patchbay/shared/bridges'
import { runAsJson } from '../run-as-json.ts'
import type { AfterPage, SyncPlace, SyncSubject } from '../sync-subject.ts'
import { contactPageParts } from './contact-page-parts.ts'
import { forgetSeen } from './unseen-contacts.ts'

const EVERY_MS = 30 * 60_000

export interface ContactSyncOptions {
  readonly fields: () => Promise<readonly ContactField[]>
  /** Default: half an hour. */
  readonly everyMs?: number
}

/** Contacts of a service. */
export function contactSync({ fields, everyMs = EVERY_MS }: ContactSyncOptions): SyncSubject {
  return {
    subject: 'contacts',
    everyMs,
    isOffered: ({ contacts }) => contacts !== undefined,
    begin: forgetSeen,
    async page({ account, directory }, place, call) {
      const run = runOf(place)
      const answer = await directory.contacts?.(account, run, call)
      if (answer === undefined) throw new Error('The service offers no contacts.')
      const { value: page, faults } = answer
      const next = afterPage(afterContactPage(run, page))
      const fetched = { page, faults, account, fields: await fields(), isWhole: place.isWhole }
      return { next, parts: contactPageParts({ ...fetched, isLast: 'checkpoint' in next }) }
    },
  }
}

function runOf({ checkpoint, run }: SyncPlace): ContactRun {
  // Both were written below. A checkpoint is a mark, which is no object.
  if (run === null) return startContactRun((checkpoint ?? undefined) as ContactRun['checkpoint'])
  return { ...startContactRun(undefined), ...(run as unknown as Partial<ContactRun>) }
}

function afterPage(after: ReturnType<typeof afterContactPage>): AfterPage {
  if ('fault' in after) return after
  if ('checkpoint' in after) return { checkpoint: after.checkpoint ?? null }
  return { run: runAsJson({ ...after.next }) }
}
