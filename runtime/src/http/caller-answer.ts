import type { OnGone } from '../engine/run-results.ts'
import type { AppContext } from '../kit/app-env.ts'
import type { CallerAnswer } from '../kit/caller-answer.ts'

/** Scripts in an answer, as XML may have, get no page and no origin, so that they reach nothing of this server. */
const sandbox = "sandbox; default-src 'none'; frame-ancestors 'none'"

/** What an action has answered. `further` headers are ours. */
export function toAnswer(
  { status, contentType, headers, body }: CallerAnswer,
  further: Readonly<Record<string, string>> = {},
): Response {
  const ours = { 'content-security-policy': sandbox, ...further }
  // Node writes a repeated name once, and ours count.
  const all = new Headers({ 'cache-control': 'no-store', ...headers, ...ours })
  if (body !== '') all.set('content-type', `${contentType}; charset=utf-8`)
  return new Response(body === '' ? null : body, { status, headers: all })
}

/** Calls back when the client closes the connection, also if it has done so, or if the process is stopping, already. */
export function whenGone({ env }: AppContext, stopping: AbortSignal): OnGone {
  return (giveUp) => {
    if (stopping.aborted || env?.outgoing?.destroyed === true) queueMicrotask(giveUp)
    env?.outgoing?.on('close', giveUp)
    return () => void env?.outgoing?.off('close', giveUp)
  }
}
