import type { Icon } from '@tabler/icons-react'
import {
  IconApi,
  IconArrowBarRight,
  IconArrowBarToRight,
  IconArrowsSplit,
  IconBolt,
  IconCalendarClock,
  IconClock,
  IconCode,
  IconCornerUpLeft,
  IconHourglass,
  IconKey,
  IconListNumbers,
  IconMessage,
  IconMessageDown,
  IconPhone,
  IconPlugConnected,
  IconRepeat,
  IconSend,
  IconTallymarks,
  IconUser,
  IconUsers,
  IconVariable,
  IconWebhook,
  IconWorldShare,
} from './icons.ts'

/** Icons that node definitions may name in `icon`. */
const nodeIcons: Readonly<Record<string, Icon>> = {
  api: IconApi,
  'arrow-bar-right': IconArrowBarRight,
  'arrow-bar-to-right': IconArrowBarToRight,
  'arrows-split': IconArrowsSplit,
  bolt: IconBolt,
  'calendar-clock': IconCalendarClock,
  clock: IconClock,
  code: IconCode,
  'corner-up-left': IconCornerUpLeft,
  hourglass: IconHourglass,
  key: IconKey,
  'list-numbers': IconListNumbers,
  message: IconMessage,
  'message-down': IconMessageDown,
  phone: IconPhone,
  'plug-connected': IconPlugConnected,
  repeat: IconRepeat,
  send: IconSend,
  tallymarks: IconTallymarks,
  user: IconUser,
  users: IconUsers,
  variable: IconVariable,
  webhook: IconWebhook,
  'world-share': IconWorldShare,
}

/** The icon of a definition; a name we do not carry gets the one of integrations. */
export function nodeIcon(name: string): Icon {
  return nodeIcons[name] ?? IconBolt
}
