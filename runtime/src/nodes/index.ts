import type { ActionModule } from '../kit/node.ts'
import type { TriggerModule } from '../kit/trigger.ts'
import { externalWebCallAction } from './data/external-web-call/run.ts'
import { respondAction } from './data/respond/run.ts'
import { setVariablesAction } from './data/set-variables/run.ts'
import { tableAction } from './data/table/run.ts'
import { conditionAction } from './logic/condition/run.ts'
import { counterAction } from './logic/counter/run.ts'
import { forEachAction } from './logic/for-each/run.ts'
import { jumpToAction } from './logic/jump-to/run.ts'
import { stopAction } from './logic/stop/run.ts'
import { switchAction } from './logic/switch/run.ts'
import { waitAction } from './logic/wait/run.ts'
import { botConversationAction } from './messaging/bot-conversation/run.ts'
import { changeConversationAction } from './messaging/change-conversation/run.ts'
import { findContactAction } from './messaging/find-contact/run.ts'
import { handOverAction } from './messaging/hand-over/run.ts'
import { recordConsentAction } from './messaging/record-consent/run.ts'
import { sendMessageAction } from './messaging/send-message/run.ts'
import { sendSmsAction } from './messaging/send-sms/run.ts'
import { updateContactAction } from './messaging/update-contact/run.ts'
import { conversationEventTrigger } from './triggers/conversation-event/start.ts'
import { flowExitTrigger } from './triggers/flow-exit/start.ts'
import { inboundApiTrigger } from './triggers/inbound-api/start.ts'
import { inboundMessageTrigger } from './triggers/inbound-message/start.ts'
import { inboundSmsTrigger } from './triggers/inbound-sms/start.ts'
import { jumpFromTrigger } from './triggers/jump-from/start.ts'
import { scheduleTrigger } from './triggers/schedule/start.ts'
import { webhookTrigger } from './triggers/webhook/start.ts'

/** Every trigger, in the order of the Actions menu. */
export const triggers: readonly TriggerModule[] = [
  inboundMessageTrigger,
  inboundSmsTrigger,
  conversationEventTrigger,
  inboundApiTrigger,
  webhookTrigger,
  scheduleTrigger,
  jumpFromTrigger,
  flowExitTrigger,
]

/** Every built-in action, logic included, in the order of the Actions menu; those of integrations follow. */
export const actions: readonly ActionModule[] = [
  sendMessageAction,
  sendSmsAction,
  botConversationAction,
  handOverAction,
  changeConversationAction,
  findContactAction,
  updateContactAction,
  recordConsentAction,
  externalWebCallAction,
  conditionAction,
  switchAction,
  setVariablesAction,
  counterAction,
  tableAction,
  respondAction,
  waitAction,
  forEachAction,
  jumpToAction,
  stopAction,
]
