import { json, type Reply } from '../../../runtime/test/helpers/stand-in.ts'
import type { Exchange, Fault } from '../example-bridge.ts'

export interface BrokenBridge {
  readonly title: string
  /** The endpoint that is broken. */
  readonly path: string
  readonly fault: Fault
  /** Part of the sentence that must name it. */
  readonly says: string
  /** Time limit in milliseconds where the fault is about time. */
  readonly timeoutMs?: number
}

const WRONG = /^wrong-/

export const isWrong = ({ auth }: Exchange) => WRONG.test(String(auth.api_key))

/** Breaks the answers to right credentials only. */
export const signedIn =
  (fault: Fault): Fault =>
  (exchange) =>
    isWrong(exchange) ? undefined : fault(exchange)

export const always = (reply: Reply) => signedIn(() => reply)

/** Sends bytes as they are. */
export const bytes =
  (
    body: string | Uint8Array,
    headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
  ): Reply =>
  (response) => {
    response.writeHead(200, headers)
    response.end(body)
  }

export const redirect =
  (status: number, location: string): Reply =>
  (response) => {
    response.writeHead(status, { location })
    response.end()
  }

/** The good answer with other members. */
export const members = (change: object) => signedIn(({ body, status }) => json({ ...body, ...change }, status))

/** The good answer with its first entry changed. */
export const first = (list: string, change: object) =>
  signedIn(({ body, status }) => {
    const entries = body[list]
    if (!Array.isArray(entries) || entries.length === 0) return undefined
    return json({ ...body, [list]: [{ ...entries[0], ...change }, ...entries.slice(1)] }, status)
  })

export const contact = { id: 'c-1', name: 'Ines Prado' }
export const ticket = { id: 't-1', subject: 'Box', date: '2026-03-01T16:20:00Z', type: 'ticket' }

export const validation = '/api/auth_validation'
export const contacts = '/api/contacts'
export const interactions = '/api/interactions'
export const agents = '/api/agents'
export const action = '/api/actions/create_ticket'
