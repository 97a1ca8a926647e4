import { ActionIcon, Textarea } from '@mantine/core'
import type { Address, AddressWords } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { sendSimulatorText } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import { kindOf, splitsIntoSegments } from '../editing/own-addresses.ts'
import type { EditorState } from '../editing/store/editor-state.ts'
import { belongsToIme } from '../ui/belongs-to-ime.ts'
import { Icon } from '../ui/icon.tsx'
import { IconArrowUp } from '../ui/icons.ts'
import { TextSegments } from '../ui/text-segments.tsx'
import { simulatorTexts } from '../ui/texts/simulator.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './simulator.module.css'

interface ComposeProps {
  readonly from: string
  readonly to: Address
  readonly words: AddressWords
}

const selectCopied = (state: EditorState) => state.simulatorText

/** Writes a text as the contact. Enter sends, Shift Enter begins a new line. */
export function Compose({ from, to, words }: ComposeProps) {
  const store = useEditorStore()
  const client = useQueryClient()
  const [text, setText] = useState('')
  const copied = useEditor(selectCopied)
  useEffect(() => {
    if (copied !== null) setText(copied.text)
  }, [copied])
  const [isSending, setSending] = useState(false)
  const send = async (message: string) => {
    if (message.trim() === '' || isSending) return
    setSending(true)
    try {
      const { runId } = await sendSimulatorText({ channel: to.channel, from, to: to.value, text: message })
      setText('')
      if (runId !== null) store.getState().showRun(runId)
      await client.invalidateQueries({ queryKey: keys.messages })
    } catch (thrown) {
      toasts.error(simulatorTexts.notSent, thrown)
    } finally {
      setSending(false)
    }
  }
  return (
    <div className={classes.compose}>
      {/* biome-ignore lint/a11y/useSemanticElements: buttons, not fields of a form. */}
      <div className={classes.quick} role="group" aria-label={simulatorTexts.quickLabel(words)}>
        {simulatorTexts.quick.map((message) => (
          <button key={message} type="button" onClick={() => void send(message)}>
            {message}
          </button>
        ))}
      </div>
      <div className={classes.writing}>
        <Textarea
          className="grow"
          aria-label={simulatorTexts.message(words)}
          placeholder={simulatorTexts.message(words)}
          radius={16}
          autosize
          minRows={1}
          maxRows={5}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || belongsToIme(event)) return
            event.preventDefault()
            void send(text)
          }}
        />
        <ActionIcon
          size="lg"
          className={classes.send ?? ''}
          aria-label={simulatorTexts.send}
          loading={isSending}
          onClick={() => void send(text)}
        >
          <Icon of={IconArrowUp} />
        </ActionIcon>
      </div>
      <ComposedLength channel={to.channel} text={text} onChange={setText} />
    </div>
  )
}

interface ComposedLengthProps {
  readonly channel: string
  readonly text: string
  readonly onChange: (text: string) => void
}

/** The segments of what is written, where the channel has any. */
function ComposedLength({ channel, text, onChange }: ComposedLengthProps) {
  const isSplit = useEditor(({ catalog }) => splitsIntoSegments(kindOf(catalog, channel)))
  if (!isSplit || text === '') return null
  return (
    <div className={classes.length}>
      <TextSegments text={text} onChange={onChange} />
    </div>
  )
}
