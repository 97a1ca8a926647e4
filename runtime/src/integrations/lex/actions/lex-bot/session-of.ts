import type { RunErrorBody } from '@patchbay/shared/api'
import type { InputsOf } from '@patchbay/shared/nodes'
import { conversationName } from '../../../../bots/conversation-name.ts'
import type { StepContext } from '../../../../kit/node.ts'
import type { LexSession } from '../../calls.ts'
import { forms, hints, problemOf } from '../../session-forms.ts'
import type { lexBot } from './definition.ts'

type Inputs = Pick<InputsOf<typeof lexBot>, 'account' | 'botId' | 'botAlias' | 'locale' | 'user'>

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
