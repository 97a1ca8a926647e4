import { startChild } from './child.ts'
import type { Load, Measured } from './client.ts'

/** One load from a client in a process of its own. */
export async function measure(load: Load): Promise<Measured> {
  const client = await startChild('client.ts', { args: [JSON.stringify(load)], ready: /^measured (.+)$/ })
  await client.stop()
  return JSON.parse(client.ready)
}
