import { ActionIcon, Textarea } from '@mantine/core'
import { type Address, addressWords } from '@patchbay/shared/api'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { useEffect, useState } from 'react'
import { splitsIntoSegments } from '../editing/own-addresses.ts'
import type { SimulatorText } from '../editing/store/views-slice.ts'
import { belongsToIme } from '../ui/belongs-to-ime.ts'
import { Icon } from '../ui/icon.tsx'
import { IconArrowUp } from '../ui/icons.ts'
import { TextSegments } from '../ui/text-segments.tsx'
import { simulatorTexts } from '../ui/texts/simulator.ts'
import { Chips } from './chips.tsx'
import type { Phone } from './phones.ts'
import classes from './simulator.module.css'
import type { Sending } from './use-sending.ts'

interface ComposeProps {
  readonly phone: Phone
  readonly address: Address
  readonly kind: ChannelKind | undefined
  /** What a run was started with, ready to be sent again. */
  readonly copied: SimulatorText | null
  readonly sending: Sending
}

/** Writes a message as the contact. Enter sends, Shift Enter begins a new line. */
export function Compose({ phone, address, kind, copied, sending }: ComposeProps) {
  const [text, setText] = useState('')
  useEffect(() => {
    if (copied !== null) setText(copied.text)
  }, [copied])
  const words = addressWords(kind)
  const send = async () => {
    if (text.trim() !== '' && (await sending.send({ text }))) setText('')
  }
  return (
    <div className={classes.compose}>
      <Chips phone={phone} address={address} words={words} sending={sending} />
      <div className={classes.writing}>
        <Textarea
          className="grow"
          aria-label={simulatorTexts.message(words)}
          placeholder={simulatorTexts.message(words)}
          radius={16}
          autosize
          minRows={1}
          maxRows={5}
          dir="auto"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || belongsToIme(event)) return
            event.preventDefault()
            void send()
          }}
        />
        <ActionIcon
          size="lg"
          className={classes.send ?? ''}
          aria-label={simulatorTexts.send}
          loading={sending.isBusy}
          onClick={() => void send()}
        >
          <Icon of={IconArrowUp} />
        </ActionIcon>
      </div>
      {splitsIntoSegments(kind) && text !== '' && (
        <div className={classes.length}>
          <TextSegments text={text} onChange={setText} />
        </div>
      )}
    </div>
  )
}
