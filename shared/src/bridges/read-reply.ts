import { type Json, parseJson } from '../json/index.ts'

/** A call to a bridge. */
export const bridgeCalls = ['validation', 'contacts', 'interactions', 'agents', 'action'] as const
export type BridgeCallKind = (typeof bridgeCalls)[number]

/** An answer as it came. */
export interface BridgeReply {
  readonly status: number
  readonly text: string
}

/** What an answer means for the account, the run or the synchronization. */
export type BridgeVerdict =
  /** The bridge did it. `body` is undefined where the answer is empty. */
  | { readonly kind: 'good'; readonly body: Json | undefined }
  /** 401: the credentials are wrong, or the access token has expired. */
  | { readonly kind: 'credentials'; readonly sentence: string }
  /** The bridge could not do it with these values. Another try would end the same way. */
  | { readonly kind: 'refused'; readonly sentence: string }
  /** 429 or 5xx: later it may go well. */
  | { readonly kind: 'later'; readonly sentence: string }
  /** The answer is none that a bridge may give. */
  | { readonly kind: 'broken'; readonly sentence: string }

/** Says what an answer means, by its status and whether its body is JSON. */
export function readReply(kind: BridgeCallKind, { status, text }: BridgeReply): BridgeVerdict {
  if (isGood(kind, status)) return readBody(kind, { status, text })
  if (status === 401) return { kind: 'credentials', sentence: 'The bridge does not accept these credentials (401).' }
  if (status === 429) return { kind: 'later', sentence: 'The bridge wants fewer calls (429).' }
  if (status >= 500) return { kind: 'later', sentence: `The bridge has a fault: it answered ${status}.` }
  if (status >= 300 && status < 400) {
    const sentence = `The bridge answered with a redirect (${status}). Redirects are not followed: credentials would go there.`
    return { kind: 'broken', sentence }
  }
  if (status >= 400) return { kind: 'refused', sentence: `The bridge answered ${status}.` }
  return { kind: 'broken', sentence: `The bridge answered ${status}, which says nothing here. ${goodWords[kind]}` }
}

const goodWords: Readonly<Record<BridgeCallKind, string>> = {
  validation: 'Right credentials are answered with 200, or 204 where nothing is to be kept.',
  contacts: 'A page of contacts is answered with 200.',
  interactions: 'Interactions are answered with 200.',
  agents: 'A page of agents is answered with 200.',
  action: 'An action that was done is answered with 201.',
}

function isGood(kind: BridgeCallKind, status: number): boolean {
  if (kind === 'action') return status >= 200 && status < 300
  return status === 200 || (kind === 'validation' && status === 204)
}

function readBody(kind: BridgeCallKind, { status, text }: BridgeReply): BridgeVerdict {
  if (text.trim() === '') {
    if (kind === 'action' || status === 204) return { kind: 'good', body: undefined }
    if (kind === 'validation') return { kind: 'good', body: {} }
    return { kind: 'broken', sentence: 'The answer is empty. It must be JSON.' }
  }
  try {
    return { kind: 'good', body: parseJson(text.replace(/^\uFEFF/, '')) }
  } catch {
    const isPage = /^\s*</.test(text)
    return {
      kind: 'broken',
      sentence: `The answer is ${isPage ? 'a page (HTML or XML)' : 'no JSON'}. It must be JSON.`,
    }
  }
}
