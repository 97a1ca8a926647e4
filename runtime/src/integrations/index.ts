import type { Integration } from '../kit/integration.ts'
import { facebook } from './facebook/integration.ts'
import { httpGateway } from './http-gateway/integration.ts'
import { infobip } from './infobip/integration.ts'
import { lex } from './lex/integration.ts'
import { line } from './line/integration.ts'
import { openai } from './openai/integration.ts'
import { simulator } from './simulator/integration.ts'
import { telegram } from './telegram/integration.ts'
import { twilio } from './twilio/integration.ts'
import { twitter } from './twitter/integration.ts'
import { viber } from './viber/integration.ts'
import { vonage } from './vonage/integration.ts'
import { watson } from './watson/integration.ts'
import { webCall } from './web-call/integration.ts'
import { wechat } from './wechat/integration.ts'
import { whatsapp } from './whatsapp/integration.ts'
import { zapier } from './zapier/integration.ts'

/** Every integration, in order of its id. */
export const integrations: readonly Integration[] = [
  facebook,
  httpGateway,
  infobip,
  lex,
  line,
  openai,
  simulator,
  telegram,
  twilio,
  twitter,
  viber,
  vonage,
  watson,
  webCall,
  wechat,
  whatsapp,
  zapier,
]
