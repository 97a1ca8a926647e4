import { Menu } from '@mantine/core'
import type { SimulatedPhone } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { setSimulatedPhone } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useSimulatedPhone } from '../api/queries.ts'
import { Icon } from '../ui/icon.tsx'
import { IconCheck } from '../ui/icons.ts'
import { simulatorTexts as texts } from '../ui/texts/simulator.ts'
import { toasts } from '../ui/toasts.tsx'
import type { Phone } from './phones.ts'

const choices = ['deliver', 'hold', 'fail'] as const satisfies readonly SimulatedPhone['receipts'][]

/** Part of a menu: what becomes of the messages that the phone is sent from now on. */
export function FurtherReceipts({ phone: { channel, contact } }: { readonly phone: Phone }) {
  const client = useQueryClient()
  const address = { channel, value: contact }
  const { data } = useSimulatedPhone(address)
  const choose = async (receipts: SimulatedPhone['receipts']) => {
    try {
      client.setQueryData(keys.simulatedPhone(address), await setSimulatedPhone(address, { receipts }))
    } catch (thrown) {
      toasts.error(texts.receiptsFailed, thrown)
    }
  }
  return (
    <>
      <Menu.Label>{texts.furtherMessages}</Menu.Label>
      <Menu.RadioGroup
        value={data?.receipts ?? 'deliver'}
        onChange={(value) => {
          const receipts = choices.find((choice) => choice === value)
          if (receipts !== undefined) void choose(receipts)
        }}
      >
        {choices.map((receipts) => (
          <Menu.RadioItem key={receipts} value={receipts} checkIcon={<Icon of={IconCheck} />}>
            {texts.furtherReceipts[receipts]}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  )
}
