import { Menu } from '@mantine/core'
import type { Address, AddressWords, RunListItem, SimulatedPhone } from '@patchbay/shared/api'
import type { Icon as TablerIcon } from '@tabler/icons-react'
import { endWaitOfRun } from '../api/commands.ts'
import { useRuns, useSimulatedPhone } from '../api/queries.ts'
import { useEditorStore } from '../editing/editor-context.tsx'
import { serverNow } from '../ui/clock.ts'
import { Icon } from '../ui/icon.tsx'
import { IconAlertCircle, IconCheck, IconChevronDown, IconClock } from '../ui/icons.ts'
import { simulatorTexts as texts } from '../ui/texts/simulator.ts'
import { toasts } from '../ui/toasts.tsx'
import { FurtherReceipts } from './further-receipts.tsx'
import type { Phone } from './phones.ts'
import { runsOf } from './runs-of.ts'
import classes from './simulator.module.css'
import type { Sending } from './use-sending.ts'
import { roughTime, runInWait } from './waited-for.ts'

interface ChipsProps {
  readonly phone: Phone
  readonly address: Address
  readonly words: AddressWords
  readonly sending: Sending
}

/** What a tester does again and again: let time pass, decide about deliveries, say the usual words. */
export function Chips({ phone, address, words, sending }: ChipsProps) {
  const runs = useRuns(runsOf(phone, sending.draftOf))
  const waiting = runInWait(runs.data?.pages.flatMap((page) => page.items) ?? [], address)
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons, not fields of a form.
    <div className={classes.chips} role="group" aria-label={texts.quickLabel(words)}>
      {waiting && <LetTimePass run={waiting} />}
      <Deliveries phone={phone} />
      {texts.quick.map((text) => (
        <button key={text} type="button" onClick={() => void sending.send({ text })}>
          {text}
        </button>
      ))}
    </div>
  )
}

function LetTimePass({ run: { id, waitingUntil } }: { readonly run: RunListItem }) {
  const store = useEditorStore()
  const pass = async () => {
    try {
      await endWaitOfRun(id)
      store.getState().showRun(id)
    } catch (thrown) {
      toasts.error(texts.timeStands, thrown)
    }
  }
  const { amount, unit } = roughTime(Date.parse(waitingUntil ?? '') - serverNow())
  return (
    <button type="button" title={texts.letPassTitle} onClick={() => void pass()}>
      <Icon of={IconClock} size={14} />
      {texts.letPass(amount, unit)}
    </button>
  )
}

const icons = {
  deliver: IconCheck,
  hold: IconClock,
  fail: IconAlertCircle,
} as const satisfies Record<SimulatedPhone['receipts'], TablerIcon>

/** What becomes of the messages that the phone is sent. */
function Deliveries({ phone }: { readonly phone: Phone }) {
  const receipts = useSimulatedPhone({ channel: phone.channel, value: phone.contact }).data?.receipts ?? 'deliver'
  return (
    <Menu position="top-start" width={236}>
      <Menu.Target>
        <button type="button" title={texts.furtherMessages} data-changed={receipts !== 'deliver' || undefined}>
          <Icon of={icons[receipts]} size={14} />
          {texts.deliveries[receipts]}
          <Icon of={IconChevronDown} size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <FurtherReceipts phone={phone} />
      </Menu.Dropdown>
    </Menu>
  )
}
