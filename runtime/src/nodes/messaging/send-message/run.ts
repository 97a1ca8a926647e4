import type { MessageContent, RunErrorBody } from '@patchbay/shared/api'
import { listReferences } from '@patchbay/shared/expressions'
import { isJsonObject, wellFormed } from '@patchbay/shared/json'
import type { InputsOf } from '@patchbay/shared/nodes'
import type { OutboundMessage } from '../../../kit/channel.ts'
import { emptyInput } from '../../../kit/empty-input.ts'
import { defineAction, type StepContext } from '../../../kit/node.ts'
import { textOf } from '../../../kit/values.ts'
import { contentWarnings } from '../../../messaging/content/content-warnings.ts'
import { createCheck } from '../../../platform/validation/check.ts'
import { listOf } from '../../list-of.ts'
import { type Asking, afterWait, askAndWait, filesOf, findAsked } from '../ask-and-wait.ts'
import { buttonsOf, usableButtons } from '../message-buttons.ts'
import { sendMessage } from './definition.ts'

type Inputs = InputsOf<typeof sendMessage>

const checkInputs = createCheck(sendMessage.inputs)

export const sendMessageAction = defineAction(sendMessage, {
  run: async (inputs, context) => askAndWait(await askingOf(inputs, context), context),
  resume: (inputs, context, wokenBy) => afterWait(inputs, { context, wokenBy, offered: buttonsOf(inputs) }),
  channelWarnings: (inputs, channel) => contentWarnings(writtenContent(inputs), channel),
  find: async (inputs, context) => findAsked(await askingOf(inputs, context), context),
})

async function askingOf(inputs: Inputs, context: StepContext): Promise<Asking> {
  return { wishes: inputs, message: await messageOf(inputs, context) }
}

/** The message of these inputs, or why there is none. */
async function messageOf(inputs: Inputs, context: StepContext): Promise<OutboundMessage | RunErrorBody> {
  const { idempotencyKey, runId, services, address } = context
  const content = contentOf(inputs)
  if ('code' in content) return content
  const from = await services.messages.addressOf(inputs.from, address)
  if ('code' in from) return from
  const to = services.messages.contactOf(from.channel, inputs.to)
  if (typeof to !== 'string') return to
  return { channel: from.channel, to, from: from.value, content, idempotencyKey, runId }
}

function contentOf(inputs: Inputs): MessageContent | RunErrorBody {
  const text = wellFormed(inputs.text)
  const files = listedFiles(inputs)
  if ('code' in files) return files
  // A bot may answer with a picture alone.
  const said = files.length > 0 ? {} : { Message: text.trim() }
  const empty = emptyInput({ 'Send To': inputs.to.trim(), 'Send From': inputs.from.trim(), ...said })
  if (empty !== undefined) return empty
  const urls = filesOf([...(inputs.media ?? []), ...files])
  if ('code' in urls) return urls
  const buttons = usableButtons(inputs)
  if ('code' in buttons) return buttons
  const template = templateOf(inputs)
  return {
    text,
    ...(urls.length === 0 ? {} : { media: urls.map((url) => ({ url })) }),
    ...(buttons.length === 0 ? {} : { buttons }),
    ...(template === undefined ? {} : { template }),
  }
}

/** Most files of one message. */
const MOST_FILES = 10

/** The files of the list, each an address or an object with a `url`; or why there are none. */
function listedFiles({ media = [], mediaFrom }: Inputs): readonly { readonly url: string }[] | RunErrorBody {
  const list = listOf(mediaFrom)
  if (list === undefined) {
    const help = 'Choose a variable that holds a list of addresses, such as the pictures of a bot.'
    return { code: 'INVALID_VALUE', message: 'Media from a list is not a list.', help }
  }
  const count = media.length + list.length
  if (list.length > 0 && count > MOST_FILES) {
    const message = `There are ${count} files, and at most ${MOST_FILES} are allowed.`
    return { code: 'INVALID_VALUE', message, help: 'Take a shorter list.' }
  }
  return list.map((item) => ({ url: textOf(isJsonObject(item) ? item.url : item) }))
}

/** What of the content is the same in every run. */
function writtenContent(inputs: unknown): Pick<MessageContent, 'text' | 'buttons' | 'media'> {
  const checked = checkInputs(inputs)
  if (!checked.ok) return {}
  const { text, media = [] } = checked.value
  const isFixed = (written: string) => listReferences(written).length === 0
  return {
    ...(isFixed(text) ? { text } : {}),
    // A title that is not known yet counts as one, with no length.
    buttons: buttonsOf({ buttons: checked.value.buttons }).map(({ title, ...button }) => ({
      ...button,
      title: isFixed(title) ? title : '',
    })),
    media: media.filter(({ url }) => isFixed(url)),
  }
}

function templateOf({ template = {} }: Inputs): MessageContent['template'] {
  const { name = '', language = '', parameters = [] } = template
  if (name.trim() === '') return undefined
  return { name: name.trim(), language: language.trim() || 'en', parameters: parameters.map(({ value }) => value) }
}
