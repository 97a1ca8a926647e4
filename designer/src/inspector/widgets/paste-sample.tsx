import { Button, Modal, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { UiHints } from '@patchbay/shared/nodes'
import { type FormEvent, useState } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { IconClipboard } from '../../ui/icons.ts'
import { joinClasses } from '../../ui/join-classes.ts'
import { commonTexts } from '../../ui/texts/common.ts'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import formClasses from '../form/form.module.css'
import { namesInSample } from './names-in-sample.ts'

interface PasteSampleProps {
  readonly sample: NonNullable<UiHints['sample']>
  /** Names that have a row already. */
  readonly known: readonly string[]
  readonly onNames: (names: readonly string[]) => void
}

/** A button that takes a JSON object and hands over the names in it. */
export function PasteSample({ sample, known, onNames }: PasteSampleProps) {
  const [isOpen, dialog] = useDisclosure(false)
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // The dialog stands inside the form of its page, where that has one.
    event.stopPropagation()
    const names = namesInSample(text)
    if (names === null) return setProblem(inspectorTexts.sampleUnreadable)
    onNames(names.filter((name) => !sample.skip.includes(name) && !known.includes(name)))
    setText('')
    setProblem(null)
    dialog.close()
  }
  return (
    <>
      <button type="button" className={joinClasses('link', formClasses.add)} onClick={dialog.open}>
        <Icon of={IconClipboard} size={14} />
        {sample.label}
      </button>
      <Modal opened={isOpen} onClose={dialog.close} title={sample.label} size={520}>
        <form onSubmit={submit} noValidate className={formClasses.form}>
          <Textarea
            label={inspectorTexts.sampleLabel}
            description={inspectorTexts.sampleHelp}
            autosize
            minRows={8}
            maxRows={20}
            spellCheck={false}
            data-autofocus
            value={text}
            error={problem ?? false}
            classNames={{ input: formClasses.mono ?? '' }}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <span className="row">
            <Button variant="filled" type="submit">
              {inspectorTexts.sampleAdd}
            </Button>
            <Button variant="subtle" onClick={dialog.close}>
              {commonTexts.cancel}
            </Button>
          </span>
        </form>
      </Modal>
    </>
  )
}
