import type { MessageContent } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { fileOf } from '../../../kit/message-content.ts'
import { digitsOf } from '../../vonage/wire.ts'
import type { SendingMessage } from '../provider.ts'

/** The form of v0.1, in which both sides and the message are objects. */
export function nestedOf({ from, to, content, idempotencyKey }: SendingMessage): JsonObject {
  const side = (number: string) => ({ type: 'whatsapp', number: digitsOf(number) })
  const { template } = content
  const message = template === undefined ? { content: nestedContent(content) } : nestedTemplate(template)
  // At most 40 characters.
  return { from: side(from), to: side(to), message, client_ref: idempotencyKey.slice(-40) }
}

function nestedContent(content: MessageContent): JsonObject {
  const { text = '', location, buttons = [] } = content
  const file = fileOf(content)
  if (file !== undefined) {
    const kind = kindOf(file.type)
    const caption = text === '' || kind === 'audio' || kind === 'video' ? {} : { caption: text }
    return { type: kind, [kind]: { url: file.url, ...caption } }
  }
  if (location !== undefined) return { type: 'custom', custom: { type: 'location', location: { ...location } } }
  if (buttons.length > 0) return { type: 'custom', custom: interactiveOf(text, buttons) }
  return { type: 'text', text }
}

/** The form of v1. */
export function flatOf({ from, to, content, idempotencyKey, receiptUrl }: SendingMessage): JsonObject {
  const webhook = receiptUrl === undefined ? {} : { webhook_url: receiptUrl, webhook_version: 'v1' }
  const place = { channel: 'whatsapp', from: digitsOf(from), to: digitsOf(to), client_ref: idempotencyKey, ...webhook }
  if (content.template === undefined) return { ...place, ...flatContent(content) }
  return { ...place, ...flatTemplate(content.template) }
}

function flatContent(content: MessageContent): JsonObject {
  const { text = '', location, buttons = [] } = content
  const file = fileOf(content)
  if (file !== undefined) {
    const kind = kindOf(file.type)
    const caption = text === '' || kind === 'audio' ? {} : { caption: text }
    return { message_type: kind, [kind]: { url: file.url, ...caption } }
  }
  if (location !== undefined) {
    return { message_type: 'custom', custom: { type: 'location', location: { ...location } } }
  }
  if (buttons.length > 0) return { message_type: 'custom', custom: interactiveOf(text, buttons) }
  return { message_type: 'text', text }
}

/** What WhatsApp itself takes. */
function interactiveOf(text: string, buttons: NonNullable<MessageContent['buttons']>): JsonObject {
  const rows = buttons.map(({ id, title }) => ({ type: 'reply', reply: { id, title } }))
  return { type: 'interactive', interactive: { type: 'button', body: { text }, action: { buttons: rows } } }
}

type Template = NonNullable<MessageContent['template']>

/** A name with its namespace in front has a kind of its own. Names without one are what the list of templates has. */
const hasNamespace = ({ name }: Template) => name.includes(':')

function nestedTemplate(given: Template): JsonObject {
  if (!hasNamespace(given)) return { content: { type: 'custom', custom: ownTemplate(given) } }
  const { template, whatsapp: options } = namedTemplate(given)
  return { content: { type: 'template', template }, whatsapp: options }
}

function flatTemplate(given: Template): JsonObject {
  return hasNamespace(given)
    ? { message_type: 'template', ...namedTemplate(given) }
    : { message_type: 'custom', custom: ownTemplate(given) }
}

function namedTemplate({ name, language, parameters }: Template) {
  return {
    template: { name, parameters: [...parameters] },
    whatsapp: { policy: 'deterministic', locale: language.replace('_', '-') },
  }
}

/** As WhatsApp itself takes it, which needs no namespace. */
function ownTemplate({ name, language, parameters }: Template): JsonObject {
  const values = parameters.map((text) => ({ type: 'text', text }))
  const components = values.length === 0 ? {} : { components: [{ type: 'body', parameters: values }] }
  const code = language.replace('-', '_')
  return { type: 'template', template: { name, language: { code, policy: 'deterministic' }, ...components } }
}

function kindOf(type = ''): 'image' | 'video' | 'audio' | 'file' {
  const [kind] = type.split('/')
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'file'
}
