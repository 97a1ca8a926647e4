import type { BrowserContext, Response as PageResponse } from '@playwright/test'
import { checkAnswer } from '../../../runtime/test/helpers/check-answers.ts'

/** Statuses whose answers have no body. */
const bodyless = [204, 304]
/** How long answers that are on their way at the end of a test are waited for. */
const GRACE_MS = 2_000

/**
 * Checks every answer of Patchbay that pages of this context get against its endpoint. Returns the function that
 * says, once the test is over, which did not fit.
 */
export function watchAnswers(context: BrowserContext): () => Promise<readonly string[]> {
  const checks: Promise<string | undefined>[] = []
  context.on('response', (response) => checks.push(refusalOf(response)))
  return async () => {
    const all = Promise.all(checks)
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, GRACE_MS))])
    // A body that its page never reads does not come to an end before the page does.
    await Promise.all(context.pages().map((page) => page.close()))
    return (await all).filter((refusal) => refusal !== undefined)
  }
}

async function refusalOf(response: PageResponse): Promise<string | undefined> {
  // What tests answer in the server's place has no request id.
  const headers = await response.allHeaders().catch(() => ({}) as Record<string, string>)
  if (headers['x-request-id'] === undefined) return undefined
  const isJson = /json/.test(headers['content-type'] ?? '')
  // A page that has moved on no longer has the bodies of its answers.
  const text = isJson ? await response.text().catch(() => undefined) : ''
  if (text === undefined) return undefined
  const status = response.status()
  const body = bodyless.includes(status) ? null : text
  const type = headers['content-type']
  const answer = new Response(body, { status, ...(type === undefined ? {} : { headers: { 'content-type': type } }) })
  try {
    await checkAnswer(response.request().method(), response.url(), answer)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
