import {
  afterContactPage,
  type BridgeContact,
  type BridgeMark,
  type ContactRun,
  contactMeta,
  readContactPage,
  startContactRun,
} from '@patchbay/shared/bridges'
import { type CheckScene, callWell, type Exchange, readWell, refusesWrongCredentials } from './check-scene.ts'
import { counted } from './report.ts'

const NAME = 'Contact synchronization'

/** Reads all contacts, one page again, and then what has changed since. Returns the contacts. */
export async function checkContacts(scene: CheckScene): Promise<readonly BridgeContact[]> {
  const { report, manifest } = scene
  const endpoint = manifest.integration.contact_synchronization_endpoint
  if (endpoint === undefined) return []
  const exchange: Exchange = { kind: 'contacts', exchange: NAME, url: scene.at(endpoint) }
  await refusesWrongCredentials(scene, exchange, { meta: {} })
  const first = await synchronize(scene, exchange, undefined)
  if (first === undefined) return []
  await checkRepeat(scene, exchange, first)
  if (first.checkpoint === undefined) {
    report.fault(NAME, 'There is no synchronization_checkpoint, so every synchronization copies all contacts again.')
  } else {
    const later = await synchronize(scene, exchange, first.checkpoint)
    if (later !== undefined) reportLater(scene, first, later)
  }
  if (!report.hasFault(NAME)) {
    report.good(
      NAME,
      `${counted(first.contacts.length, 'contact')} on ${counted(first.pages, 'page')}, and only changes after that.`,
    )
  }
  return first.contacts
}

interface Synchronized {
  readonly contacts: readonly BridgeContact[]
  readonly checkpoint: BridgeMark | undefined
  readonly pages: number
  /** Where the second page began, with what was on it. */
  readonly second: { readonly run: ContactRun; readonly ids: readonly string[] } | undefined
}

/** All pages of one synchronization. Undefined where it did not come to its end. */
async function synchronize(
  scene: CheckScene,
  exchange: Exchange,
  checkpoint: BridgeMark | undefined,
): Promise<Synchronized | undefined> {
  const { report, auth, mostPages } = scene
  const contacts = new Map<string, BridgeContact>()
  let second: Synchronized['second']
  let run = startContactRun(checkpoint)
  for (let pages = 1; ; pages += 1) {
    const answer = await callWell(scene, exchange, { auth, meta: contactMeta(run) })
    const page = answer === undefined ? undefined : readWell(scene, exchange, readContactPage(answer.body))
    if (page === undefined) return undefined
    const ids = page.contacts.map(({ id }) => id)
    const known = ids.find((id) => contacts.has(id))
    if (known !== undefined) report.fault(NAME, `Two pages have the contact "${known}". Each belongs on one page.`)
    for (const contact of page.contacts) contacts.set(contact.id, contact)
    if (pages === 2) second = { run, ids }
    const after = afterContactPage(run, page, mostPages)
    if ('checkpoint' in after) return { contacts: [...contacts.values()], checkpoint: after.checkpoint, pages, second }
    if ('fault' in after) {
      report.fault(NAME, `${checkpoint === undefined ? '' : 'With a checkpoint: '}${after.fault}`)
      return undefined
    }
    run = after.next
  }
}

/** After a crash the platform asks for a page a second time, and must not miss anybody. */
async function checkRepeat(scene: CheckScene, exchange: Exchange, { second }: Synchronized): Promise<void> {
  if (second === undefined) return
  const answer = await callWell(scene, exchange, { auth: scene.auth, meta: contactMeta(second.run) })
  const page = answer === undefined ? undefined : readContactPage(answer.body).value
  if (page === undefined) return
  const ids = new Set(page.contacts.map(({ id }) => id))
  if (second.ids.every((id) => ids.has(id))) return
  scene.report.fault(
    NAME,
    'The same offset gave other contacts the second time. A page must be there to be asked for again.',
  )
}

function reportLater({ report }: CheckScene, first: Synchronized, later: Synchronized): void {
  const ids = new Set(later.contacts.map(({ id }) => id))
  if (first.contacts.length > 1 && first.contacts.every(({ id }) => ids.has(id))) {
    report.fault(NAME, 'With a checkpoint it sends all contacts again. Send only those that have changed since.')
  }
  if (later.checkpoint === undefined) {
    report.fault(
      NAME,
      'The answer to a checkpoint has no synchronization_checkpoint. Send the old one if nothing changed.',
    )
  }
}
