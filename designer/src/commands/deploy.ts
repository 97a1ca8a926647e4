import { listenedChannels } from '@patchbay/shared/flow'
import { hearsChannel } from '@patchbay/shared/nodes'
import { ApiProblem } from '../api/problem.ts'
import type { StartsCheck } from '../editing/check-starts.ts'
import type { EditorServices } from '../editing/editor-services.ts'
import { wordsOf } from '../editing/own-addresses.ts'
import { IconRocket } from '../ui/icons.ts'
import { deployTexts } from '../ui/texts/deploy.ts'
import { editorTexts } from '../ui/texts/editor.ts'
import { toasts } from '../ui/toasts.tsx'
import type { Command } from './command.ts'
import { refuseDraft } from './refuse-draft.ts'
import { saveDraft } from './save.ts'

/** Saves, then makes the draft live as a new version. */
export const deploy: Command = {
  id: 'deploy',
  title: () => editorTexts.deploy,
  icon: IconRocket,
  shortcuts: ['mod+shift+D'],
  inFields: 'always',
  isEnabled: ({ saving, canEdit }) => canEdit && !saving,
  run: async (services) => {
    if (await saveDraft(services)) await deployDraft(services)
  },
}

async function deployDraft(services: EditorServices): Promise<void> {
  const { store, server } = services
  const { flowId, revision } = store.getState()
  store.getState().setSaving(true)
  try {
    const { version } = await server.deploy(flowId, revision)
    store.getState().updateFacts(await server.readFlow(flowId))
    announce(services, version, await server.checkStarts(flowId))
  } catch (thrown) {
    if (!(thrown instanceof ApiProblem)) throw thrown
    if (thrown.code === 'STALE_REVISION') {
      store.getState().openDialog({ kind: 'stale', theirs: await server.readFlow(flowId) })
    } else if (thrown.code === 'NOT_DEPLOYABLE') refuseDraft(services, thrown, editorTexts.notDeployed)
    else throw thrown
  } finally {
    store.getState().setSaving(false)
  }
}

function announce({ store }: EditorServices, version: number, { assigned, ...check }: StartsCheck): void {
  const { document, catalog, definitions, showPanel, openDialog } = store.getState()
  const channels = listenedChannels(document, (node) => definitions.of(node))
  const unheard = channels.find((channel) => !assigned.some((address) => hearsChannel(channel, address.channel)))
  if (unheard !== undefined) {
    const words = wordsOf(catalog, unheard)
    toasts.success({
      title: editorTexts.deployed,
      message: editorTexts.liveWithoutAddress(version, words),
      action: { label: words.assign, onClick: () => openDialog({ kind: 'addresses', channel: unheard }) },
    })
    return
  }
  const silent = check.addresses.find(({ answers }) => !answers)
  if (check.version !== version || silent !== undefined) {
    toasts.warning({
      title: editorTexts.deployed,
      message: silent ? deployTexts.silent(silent.address) : deployTexts.otherVersion(version, check.version),
    })
    return
  }
  const [first] = check.addresses
  const isWrittenTo = channels.length > 0
  if (first !== undefined && !isWrittenTo) {
    toasts.success({ title: editorTexts.deployed, message: deployTexts.answersAt(version, first.address) })
    return
  }
  const own = assigned.filter(({ channel }) => channels.includes(channel))
  toasts.success({
    title: editorTexts.deployed,
    message: isWrittenTo
      ? editorTexts.liveAnswers(
          version,
          own.map(({ shown }) => shown),
        )
      : editorTexts.live(version),
    ...(isWrittenTo ? { action: { label: editorTexts.test, onClick: () => showPanel('simulator') } } : {}),
  })
}
