import type { FlowResource, KeepWorkingCopy } from '@patchbay/shared/api'
import type { EditorStore } from '../store/create-editor-store.ts'
import { type CopyServer, createCopySender } from './copy-sender.ts'
import type { Journal } from './journal.ts'
import { createJournalKeeper } from './journal-keeper.ts'
import type { JournalStorage } from './journal-storage.ts'
import type { Opening } from './opening.ts'

export interface KeepOptions {
  readonly store: EditorStore
  readonly storage: JournalStorage
  readonly server: CopyServer
  readonly session: string
  readonly opening: Opening
  readFlow(): Promise<FlowResource>
}

export interface KeptWorkingCopy {
  /** False when closing the page would lose something. */
  isSafe(): boolean
  stop(): void
}

/** Keeps the working copy in this browser and on the server while the flow is open. */
export function keepWorkingCopy({ store, storage, server, session, opening, readFlow }: KeepOptions): KeptWorkingCopy {
  const keeper = createJournalKeeper({
    store,
    storage,
    session,
    begin: opening.restored,
    readFlow,
    onWritten: () => sender.changed(),
  })
  const sender = createCopySender({
    server,
    sent: opening.sent,
    wanted: () => copyOf(keeper.current()),
    onSent: storage.setSent,
  })
  const onStorage = ({ key, newValue }: StorageEvent) => {
    if (key === storage.key && newValue !== null) void keeper.adopt(newValue)
  }
  const onHidden = () => {
    if (document.visibilityState === 'hidden') sender.leave()
  }
  window.addEventListener('storage', onStorage)
  window.addEventListener('pagehide', sender.leave)
  document.addEventListener('visibilitychange', onHidden)
  // What an earlier visit could not send, or what it left there in vain.
  sender.changed()
  return {
    isSafe: keeper.isSafe,
    stop() {
      window.removeEventListener('storage', onStorage)
      window.removeEventListener('pagehide', sender.leave)
      document.removeEventListener('visibilitychange', onHidden)
      keeper.stop()
      sender.leave()
    },
  }
}

function copyOf(journal: Journal | null): KeepWorkingCopy | null {
  if (journal === null || !journal.unsaved) return null
  const { revision, edit, document } = journal
  return { revision, edit, document }
}
