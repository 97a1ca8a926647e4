import { Menu } from '@mantine/core'
import type { SimulatorMessage, SimulatorReceipt } from '@patchbay/shared/api'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { useQueryClient } from '@tanstack/react-query'
import { makeReceipt } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { Icon } from '../ui/icon.tsx'
import { IconCheck, IconChecks, IconChevronDown, IconCircleX, IconClock } from '../ui/icons.ts'
import { joinClasses } from '../ui/join-classes.ts'
import { simulatorTexts as texts } from '../ui/texts/simulator.ts'
import { toasts } from '../ui/toasts.tsx'
import { FurtherReceipts } from './further-receipts.tsx'
import type { Phone } from './phones.ts'
import classes from './simulator.module.css'

type Receipt = SimulatorReceipt['status']

/** A status never goes back: what may still be reported, by the status. */
const possible: Readonly<Record<SimulatorMessage['status'], readonly Receipt[]>> = {
  received: [],
  'no-flow': [],
  queued: ['delivered', 'read', 'undelivered'],
  sent: ['delivered', 'read', 'undelivered'],
  undelivered: ['delivered', 'read'],
  delivered: ['read'],
  read: [],
}

const choices = [
  { status: 'delivered', icon: IconCheck },
  { status: 'read', icon: IconChecks },
  { status: 'undelivered', icon: IconCircleX },
] as const

interface ReceiptMenuProps {
  readonly message: SimulatorMessage
  readonly kind: ChannelKind | undefined
  readonly phone: Phone
  readonly draftOf: string | undefined
}

/** How far a message has come, and a menu that reports something else about it. */
export function ReceiptMenu({ message: { id, status }, kind, phone, draftOf }: ReceiptMenuProps) {
  const client = useQueryClient()
  // Contacts of most channels read unseen.
  const reported = choices.filter((choice) => choice.status !== 'read' || kind?.abilities.receipts === 'read')
  const report = async (receipt: Receipt) => {
    try {
      await makeReceipt(id, { status: receipt, ...(draftOf === undefined ? {} : { draftOf }) })
      await client.invalidateQueries({ queryKey: keys.messages })
    } catch (thrown) {
      toasts.error(texts.receiptFailed, thrown)
    }
  }
  return (
    <Menu position="bottom-start" width={236}>
      <Menu.Target>
        <button
          type="button"
          className={joinClasses(classes.receipt, status === 'undelivered' && classes.undelivered)}
          title={texts.receiptOpens}
        >
          {status === 'undelivered' && <Icon of={IconCircleX} size={14} />}
          {(status === 'sent' || status === 'queued') && <Icon of={IconClock} size={14} className={classes.wait} />}
          {texts.statuses[status]}
          <Icon of={IconChevronDown} size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{texts.thisMessage}</Menu.Label>
        {reported.map(({ status: receipt, icon }) => (
          <Menu.Item
            key={receipt}
            leftSection={<Icon of={icon} />}
            disabled={!possible[status].includes(receipt)}
            onClick={() => void report(receipt)}
          >
            {texts.receipts[receipt]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <FurtherReceipts phone={phone} />
      </Menu.Dropdown>
    </Menu>
  )
}
