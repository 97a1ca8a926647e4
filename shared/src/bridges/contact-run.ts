import type { Json, JsonObject } from '../json/index.ts'
import { bridgeLimits } from './bridge-facts.ts'
import type { BridgeMark } from './members.ts'
import type { ContactPage } from './read-contact-page.ts'

/** Where a contact synchronization stands. It is plain JSON, so that it can be stored and gone on with. */
export interface ContactRun {
  /** What the last complete synchronization ended with. Undefined: all contacts are wanted. */
  readonly checkpoint: BridgeMark | undefined
  /** Undefined: the first page is next. */
  readonly offset: BridgeMark | undefined
  readonly context: Json | undefined
  /** The newest checkpoint of the pages so far. It counts once the synchronization is complete, and not before. */
  readonly newCheckpoint: BridgeMark | undefined
  /** Pages so far. */
  readonly pages: number
}

export function startContactRun(checkpoint: BridgeMark | undefined): ContactRun {
  return { checkpoint, offset: undefined, context: undefined, newCheckpoint: undefined, pages: 0 }
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

export function afterContactPage(run: ContactRun, page: ContactPage): AfterContactPage {
  const { nextOffset, context } = page
  const newCheckpoint = page.checkpoint ?? run.newCheckpoint
  if (nextOffset === undefined) return { checkpoint: newCheckpoint }
  const pages = run.pages + 1
  const fault = offsetFault(run.offset, nextOffset, pages)
  return fault === undefined ? { next: { ...run, offset: nextOffset, context, newCheckpoint, pages } } : { fault }
}

/** Why a next page cannot be asked for, as a sentence. */
export function offsetFault(
  offset: BridgeMark | undefined,
  nextOffset: BridgeMark,
  pages: number,
  mostPages: number = bridgeLimits.pages,
): string | undefined {
  if (nextOffset === offset) return 'next_offset is the offset of this very page, so the pages would never end.'
  if (pages < mostPages) return undefined
  return `There is still a next_offset after ${mostPages} pages. Leave it out on the last page.`
}
