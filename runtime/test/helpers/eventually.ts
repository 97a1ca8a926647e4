/**
 * Asks again until the answer is there: what `probe` returns once it is neither undefined nor false.
 * @throws Error with the last failure when `timeoutMs` passes.
 */
export async function eventually<Value>(
  probe: () => Promise<Value | undefined | false> | Value | undefined | false,
  timeoutMs = 15_000,
): Promise<Value> {
  const until = performance.now() + timeoutMs
  let failure: unknown = new Error('The condition did not come true in time.')
  while (performance.now() < until) {
    try {
      const value = await probe()
      if (value !== undefined && value !== false) return value
    } catch (error) {
      failure = error
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw failure
}
