import { headerBytes } from '@patchbay/shared/expressions'
import type { OnGone } from '../engine/run-results.ts'
import type { AppContext } from '../kit/app-env.ts'
import type { CallerAnswer } from '../kit/caller-answer.ts'
import { sandbox } from './security-headers.ts'

/** What an action has answered. `further` headers are ours. */
export function toAnswer(
  { status, contentType, headers, body }: CallerAnswer,
  further: Readonly<Record<string, string>> = {},
): Response {
  const ours = { 'content-security-policy': sandbox, ...further }
  // Node writes a repeated name once, and ours count.
  const all = new Headers({ 'cache-control': 'no-store', ...sendable(headers), ...ours })
  if (body !== '') all.set('content-type', `${contentType}; charset=utf-8`)
  return new Response(body === '' ? null : body, { status, headers: all })
}

/** What no byte stands for goes as UTF-8, such as the dots in place of a secret. */
function sendable(headers: CallerAnswer['headers']): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    value.replace(/[\u0100-\uffff]+/g, headerBytes),
  ])
  return Object.fromEntries(entries)
}

/** Calls back when the client closes the connection, also if it has done so, or if the process is stopping, already. */
export function whenGone({ env }: AppContext, stopping: AbortSignal): OnGone {
  return (giveUp) => {
    if (stopping.aborted || env?.outgoing?.destroyed === true) queueMicrotask(giveUp)
    env?.outgoing?.on('close', giveUp)
    return () => void env?.outgoing?.off('close', giveUp)
  }
}
