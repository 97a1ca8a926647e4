import { AppError } from '@patchbay/shared/errors'
import { onTestFinished } from 'vitest'
import { createWebClient } from '../../src/platform/egress/create-web-client.ts'
import type { ResolveAll } from '../../src/platform/egress/guard.ts'
import type { WebClient, WebRequest } from '../../src/platform/egress/web-client.ts'
import { type Reply, type StandIn, startStandIn } from './stand-in.ts'
import { createStepContext } from './step-context.ts'

/** A stand-in that ends with the test. */
export async function standIn(reply: Reply): Promise<StandIn> {
  const service = await startStandIn(reply)
  onTestFinished(() => service.close())
  return service
}

/** A guarded client that ends with the test; it may call IPv4 loopback unless told otherwise. */
export function webClient(allow: readonly string[] = ['127.0.0.1'], resolve?: ResolveAll): WebClient {
  const web = createWebClient({ allow, ...(resolve === undefined ? {} : { resolve }) })
  onTestFinished(() => web.close())
  return web
}

/** What an action gets to use; ends with the test. */
export function stepContext(options: Parameters<typeof createStepContext>[0] = {}) {
  const context = createStepContext(options)
  onTestFinished(() => context.close())
  return context
}

export function get(url: string, change: Partial<WebRequest> = {}): WebRequest {
  return { method: 'GET', url, headers: [], timeoutMs: 5_000, ...change }
}

/** The error a call ends with; anything but an AppError fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<AppError> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof AppError) return error
  throw error instanceof Error ? error : new Error('The call did not fail.')
}
