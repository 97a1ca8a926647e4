import type { MessageButton, MessageContent, RunErrorBody } from '@patchbay/shared/api'
import { listReferences } from '@patchbay/shared/expressions'
import { wellFormed } from '@patchbay/shared/json'
import type { InputsOf } from '@patchbay/shared/nodes'
import type { OutboundMessage } from '../../../kit/channel.ts'
import { defineAction, type StepContext } from '../../../kit/node.ts'
import { contentWarnings } from '../../../messaging/content/content-warnings.ts'
import { createCheck } from '../../../platform/validation/check.ts'
import { type Asking, afterWait, askAndWait, emptyInput, filesOf, findAsked, isWebAddress } from '../ask-and-wait.ts'
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
  const empty = emptyInput({ 'Send To': inputs.to.trim(), 'Send From': inputs.from.trim(), Message: text.trim() })
  if (empty !== undefined) return empty
  const urls = filesOf(inputs.media)
  if ('code' in urls) return urls
  const buttons = buttonsOf(inputs)
  const wrong = whyUnusable(buttons)
  if (wrong !== undefined) return wrong
  const template = templateOf(inputs)
  return {
    text,
    ...(urls.length === 0 ? {} : { media: urls.map((url) => ({ url })) }),
    ...(buttons.length === 0 ? {} : { buttons }),
    ...(template === undefined ? {} : { template }),
  }
}

/** A button without a value stands for its title; one whose value is an address opens it. */
function buttonsOf({ buttons = [] }: Inputs): readonly MessageButton[] {
  return buttons.map((button) => {
    const title = wellFormed(button.title.trim())
    const value = wellFormed(button.value?.trim() ?? '')
    if (isWebAddress(value)) return { id: title, title, url: value }
    return { id: value === '' ? title : value, title }
  })
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
    buttons: buttonsOf(checked.value).map(({ title, ...button }) => ({
      ...button,
      title: isFixed(title) ? title : '',
    })),
    media: media.filter(({ url }) => isFixed(url)),
  }
}

/** Most bytes of a value that every channel brings back. */
const MOST_VALUE_BYTES = 64

function whyUnusable(buttons: readonly MessageButton[]): RunErrorBody | undefined {
  const empty = buttons.findIndex(({ title }) => title === '')
  if (empty >= 0) return emptyInput({ [`The title of button ${empty + 1}`]: '' })
  const long = buttons.find(({ id, url }) => url === undefined && Buffer.byteLength(id) > MOST_VALUE_BYTES)
  if (long === undefined) return undefined
  return {
    code: 'INVALID_VALUE',
    message: `The value of the button "${long.title.slice(0, 40)}" is too long: ${MOST_VALUE_BYTES} bytes at most.`,
    help: 'Give the button a short value, such as yes.',
  }
}

function templateOf({ template = {} }: Inputs): MessageContent['template'] {
  const { name = '', language = '', parameters = [] } = template
  if (name.trim() === '') return undefined
  return { name: name.trim(), language: language.trim() || 'en', parameters: parameters.map(({ value }) => value) }
}
