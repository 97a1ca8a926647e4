import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'

export type Members = Readonly<Record<string, unknown>>

/** The body of every call: credentials, context from the platform, and what the call is about. */
export interface PlatformCall {
  readonly auth: Members
  readonly meta: Members
  readonly data: Members
}

/** @throws HTTPException 400 for a body that is no JSON object */
export async function readCall(context: Context): Promise<PlatformCall> {
  const body: unknown = await context.req.json().catch(() => undefined)
  if (!isMembers(body)) throw new HTTPException(400, { message: 'Send a JSON object.' })
  return { auth: membersOf(body.auth), meta: membersOf(body.meta), data: membersOf(body.data) }
}

/** A text that is not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

function membersOf(value: unknown): Members {
  return isMembers(value) ? value : {}
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
