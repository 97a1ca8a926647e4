import type { Json, JsonObject } from '../json/index.ts'
import type { BridgeMark } from './members.ts'
import { afterOffset, type OffsetTrail, trailStart } from './offset-trail.ts'
import type { ContactPage } from './read-contact-page.ts'

/** Where a contact synchronization stands. It is plain JSON, so that it can be stored and gone on with. */
export interface ContactRun extends OffsetTrail {
  /** What the last complete synchronization ended with. Undefined: all contacts are wanted. */
  readonly checkpoint: BridgeMark | undefined
  readonly context: Json | undefined
  /** The newest checkpoint of the pages so far. It counts once the synchronization is complete, and not before. */
  readonly newCheckpoint: BridgeMark | undefined
}

export function startContactRun(checkpoint: BridgeMark | undefined): ContactRun {
  return { ...trailStart, checkpoint, context: undefined, newCheckpoint: undefined }
}

/** `meta` of the call for the next page. */
export function contactMeta({ checkpoint, offset, context }: ContactRun): JsonObject {
  return {
    ...(checkpoint === undefined ? {} : { synchronization_checkpoint: checkpoint }),
    ...(offset === undefined ? {} : { offset }),
    ...(offset === undefined || context === undefined ? {} : { context }),
  }
}

/** What comes after a page: the next one, the end with the checkpoint of the next synchronization, or a fault. */
export type AfterContactPage =
  | { readonly next: ContactRun }
  | { readonly checkpoint: BridgeMark | undefined }
  | { readonly fault: string }

export function afterContactPage(run: ContactRun, page: ContactPage, mostPages?: number): AfterContactPage {
  const { nextOffset, context } = page
  const newCheckpoint = page.checkpoint ?? run.newCheckpoint
  if (nextOffset === undefined) return { checkpoint: newCheckpoint }
  const after = afterOffset(run, nextOffset, mostPages)
  return 'fault' in after ? after : { next: { ...run, ...after.trail, context, newCheckpoint } }
}
