import { afterOffset, type BridgeAgent, readAgentPage, trailStart } from '@patchbay/shared/bridges'
import type { JsonObject } from '@patchbay/shared/json'
import { type CheckScene, callWell, type Exchange, readWell, refusesWrongCredentials } from './check-scene.ts'
import { counted } from './report.ts'

const NAME = 'Agent synchronization'

/** Reads all agents. The first page is asked for without an offset and with null, which mean the same. */
export async function checkAgents(scene: CheckScene): Promise<void> {
  const { report, auth, manifest } = scene
  const endpoint = manifest.integration.agent_synchronization_endpoint
  if (endpoint === undefined) return
  const exchange: Exchange = { kind: 'agents', exchange: NAME, url: scene.at(endpoint) }
  await refusesWrongCredentials(scene, exchange, { meta: {} })
  const agents = await readAll(scene, exchange)
  if (agents === undefined) return
  const answer = await callWell(scene, exchange, { auth, meta: { offset: null } })
  const page = answer === undefined ? undefined : readAgentPage(answer.body).value
  const [first] = agents
  if (page !== undefined && page.agents[0]?.id !== first?.id) {
    report.fault(NAME, 'With "offset": null it gives other agents than without an offset. Both ask for the first page.')
  }
  if (!report.hasFault(NAME)) report.good(NAME, `${counted(agents.length, 'agent')}.`)
}

async function readAll(scene: CheckScene, exchange: Exchange): Promise<readonly BridgeAgent[] | undefined> {
  const { report, auth, mostPages } = scene
  const agents = new Map<string, BridgeAgent>()
  for (let trail = trailStart; ; ) {
    const meta: JsonObject = trail.offset === undefined ? {} : { offset: trail.offset }
    const answer = await callWell(scene, exchange, { auth, meta })
    const page = answer === undefined ? undefined : readWell(scene, exchange, readAgentPage(answer.body))
    if (page === undefined) return undefined
    const known = page.agents.find(({ id }) => agents.has(id))
    if (known !== undefined) report.fault(NAME, `Two pages have the agent "${known.id}". Each belongs on one page.`)
    for (const agent of page.agents) agents.set(agent.id, agent)
    if (page.nextOffset === undefined) return [...agents.values()]
    const after = afterOffset(trail, page.nextOffset, mostPages)
    if ('fault' in after) {
      report.fault(NAME, after.fault)
      return undefined
    }
    trail = after.trail
  }
}
