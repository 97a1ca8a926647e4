import type { ManifestAction } from '@patchbay/shared/api'
import { readActionAnswer } from '@patchbay/shared/bridges'
import type { JsonObject } from '@patchbay/shared/json'
import { type CheckScene, callWell, type Exchange, readWell, refusesWrongCredentials } from './check-scene.ts'

/** Inputs of an action: some that it can do, and some that it cannot. */
export interface ActionSample {
  readonly good?: JsonObject
  readonly bad?: JsonObject
}

/** Calls the actions that there are inputs for. They change something, so no inputs are made up. */
export async function checkActions(scene: CheckScene, samples: Readonly<Record<string, ActionSample>>): Promise<void> {
  for (const action of scene.manifest.actions) await checkAction(scene, action, samples[action.name] ?? {})
}

async function checkAction(scene: CheckScene, action: ManifestAction, { good, bad }: ActionSample): Promise<void> {
  const { report, auth } = scene
  const name = `Action ${action.name}`
  const exchange: Exchange = { kind: 'action', exchange: name, url: scene.at(action.endpoint) }
  if (good === undefined) {
    report.hint(
      name,
      `It was not called, because it changes something. Name inputs for it: "actions": { "${action.name}": { "good": { … } } }.`,
    )
    return
  }
  await refusesWrongCredentials(scene, exchange, { meta: {}, data: good })
  const answer = await callWell(scene, exchange, { auth, meta: {}, data: good })
  if (answer !== undefined) readWell(scene, exchange, readActionAnswer(answer.body))
  if (bad !== undefined) await refusesBad(scene, exchange, bad)
  if (!report.hasFault(name))
    report.good(name, `It does what it is asked${bad === undefined ? '' : ', and says why it cannot'}.`)
}

async function refusesBad({ caller, report, auth }: CheckScene, exchange: Exchange, data: JsonObject): Promise<void> {
  const answer = await caller.call('action', exchange, { auth, meta: {}, data })
  if (answer === undefined) return
  const { status, text } = answer
  if (status !== 400) {
    report.fault(exchange.exchange, `It answered inputs that it cannot use with ${status}. Answer 400, with a message.`)
  } else if (!/"message"\s*:\s*"[^"]/.test(text)) {
    report.fault(exchange.exchange, 'Its answer 400 has no "message", so people do not learn what went wrong.')
  }
}
