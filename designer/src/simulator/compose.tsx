import { ActionIcon, Textarea } from '@mantine/core'
import { type Address, addressWords } from '@patchbay/shared/api'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useEditorStore } from '../editing/editor-context.tsx'
import { splitsIntoSegments } from '../editing/own-addresses.ts'
import type { SimulatorText } from '../editing/store/views-slice.ts'
import { AttachedFiles } from '../files/attached-files.tsx'
import { useAttachments } from '../files/use-attachments.ts'
import { belongsToIme } from '../ui/belongs-to-ime.ts'
import { Icon } from '../ui/icon.tsx'
import { IconArrowUp, IconPhoto } from '../ui/icons.ts'
import { TextSegments } from '../ui/text-segments.tsx'
import { fileTexts } from '../ui/texts/files.ts'
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

/** Writes a message as the contact, with pictures and files. Enter sends, Shift Enter begins a new line. */
export function Compose({ phone, address, kind, copied, sending }: ComposeProps) {
  const store = useEditorStore()
  const [text, setText] = useState('')
  const attachments = useAttachments()
  const picker = useRef<HTMLInputElement>(null)
  const field = useFocusWhenAsked()
  useEffect(() => {
    if (copied === null) return
    setText(copied.text)
    store.getState().takeSimulatorText()
  }, [copied, store])
  const words = addressWords(kind)
  const { files, isUploading } = attachments
  const send = async () => {
    if ((text.trim() === '' && files.length === 0) || isUploading) return
    const said = { text, ...(files.length === 0 ? {} : { media: files.map(({ id }) => ({ id })) }) }
    if (!(await sending.send(said))) return
    setText('')
    attachments.clear()
  }
  return (
    <div className={classes.compose} {...attachments.dropTarget} data-over={attachments.isOver || undefined}>
      <Chips phone={phone} address={address} words={words} sending={sending} />
      <AttachedFiles attachments={attachments} />
      <div className={classes.writing}>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            attachments.add([...(event.currentTarget.files ?? [])])
            event.currentTarget.value = ''
          }}
        />
        <ActionIcon
          size="lg"
          aria-label={fileTexts.attach}
          title={fileTexts.attach}
          onClick={() => picker.current?.click()}
        >
          <Icon of={IconPhoto} />
        </ActionIcon>
        <Textarea
          ref={field}
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
          onPaste={(event) => {
            if (event.clipboardData.files.length === 0) return
            event.preventDefault()
            attachments.add([...event.clipboardData.files])
          }}
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

/** Who pressed Test wants to write. A focus that stands elsewhere, as in the field of another phone, stays there. */
function useFocusWhenAsked(): RefObject<HTMLTextAreaElement | null> {
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    const { activeElement } = document
    // A phone would push its keyboard over the conversation.
    if (activeElement?.getAttribute('aria-pressed') === 'true' && !window.matchMedia('(max-width: 640px)').matches) {
      field.current?.focus()
    }
  }, [])
  return field
}
