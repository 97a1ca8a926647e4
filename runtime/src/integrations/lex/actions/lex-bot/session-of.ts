import type { RunErrorBody } from '@patchbay/shared/api'
import type { InputsOf } from '@patchbay/shared/nodes'
import { conversationName } from '../../../../bots/conversation-name.ts'
import type { StepContext } from '../../../../kit/node.ts'
import type { LexSession } from '../../calls.ts'
import type { lexBot } from './definition.ts'

type Inputs = Pick<InputsOf<typeof lexBot>, 'account' | 'botId' | 'botAlias' | 'locale' | 'user'>

const forms: Readonly<Record<'botId' | 'botAlias' | 'locale', { readonly title: string; readonly form: RegExp }>> = {
  botId: { title: 'Bot Name/ID', form: /^[0-9a-zA-Z]{10}$/ },
  botAlias: { title: 'Bot Alias', form: /^[0-9a-zA-Z]{10}$/ },
  locale: { title: 'Locale', form: /^[a-z]{2,3}(?:_[A-Z0-9]{2,3})?$/ },
}

const hints = {
  botId: 'It is the ID of 10 letters and digits under Bot details in the Lex console, not the name.',
  botAlias: 'It is the ID of 10 letters and digits under Aliases in the Lex console, not the name.',
  locale: 'It is a language and a country, such as en_US or es_419.',
}

/** What is wrong with the form of an input; undefined when it is right. */
export function problemOf(name: keyof typeof forms, value: string): string | undefined {
  const { title, form } = forms[name]
  return form.test(value.trim()) ? undefined : `${title} is not right. ${hints[name]}`
}

/** The conversation that a turn belongs to, or why there is none. */
export function sessionOf(inputs: Inputs, context: Pick<StepContext, 'runId' | 'address' | 'variable'>) {
  for (const name of ['botId', 'botAlias', 'locale'] as const) {
    if (problemOf(name, inputs[name]) === undefined) continue
    const { title } = forms[name]
    const shown = inputs[name].trim().slice(0, 60)
    const message = shown === '' ? `${title} is empty.` : `${title} cannot be "${shown}".`
    return { code: 'INVALID_VALUE', message, help: hints[name] } satisfies RunErrorBody
  }
  const session: LexSession = {
    botId: inputs.botId.trim(),
    botAlias: inputs.botAlias.trim(),
    locale: inputs.locale.trim(),
    sessionId: conversationName(inputs, context),
  }
  return session
}
