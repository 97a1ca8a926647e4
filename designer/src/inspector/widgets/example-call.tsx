import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { type CallLanguage, callLanguages, callText, postmanCollection } from '@patchbay/shared/calls'
import { inputAt, isSecretReference, parseInputPath } from '@patchbay/shared/flow'
import { useState } from 'react'
import { useEditor } from '../../editing/editor-context.tsx'
import { randomToken } from '../../editing/random-token.ts'
import type { EditorState } from '../../editing/store/editor-state.ts'
import { Icon } from '../../ui/icon.tsx'
import { IconCheck, IconCopy, IconDownload, IconKey } from '../../ui/icons.ts'
import { Note } from '../../ui/note.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { callingTexts } from '../../ui/texts/calling.ts'
import formClasses from '../form/form.module.css'
import { useForm } from '../form/form-context.tsx'
import { type AddressSource, exampleCall } from './address-text.ts'
import { askToReplace } from './ask-to-replace.ts'

const texts = callingTexts
const selectFlowName = (state: EditorState) => state.document.name

interface ExampleCallProps {
  readonly source: AddressSource
  readonly url: string
}

/** The call in the languages of those who write the other system, with the token where it is known. */
export function ExampleCall({ source, url }: ExampleCallProps) {
  const [language, setLanguage] = useState<CallLanguage>('curl')
  const flowName = useEditor(selectFlowName)
  const request = exampleCall(url, source)
  const text = callText(request, language)
  const token = source.hints.example?.token
  return (
    <div className={formClasses.call}>
      {token !== undefined && <TokenNote field={token} />}
      <div className={formClasses.callHead}>
        <Segmented
          label={texts.language}
          value={language}
          options={callLanguages.map((value) => ({ value, label: texts.languages[value] }))}
          onChange={setLanguage}
        />
        <CopyCall text={text} />
      </div>
      <pre className={formClasses.example}>{text}</pre>
      <div className={formClasses.callFoot}>
        <a
          className="link"
          download={`${fileName(flowName)}.postman_collection.json`}
          href={`data:application/json;charset=utf-8,${encodeURIComponent(postmanCollection(flowName, request))}`}
        >
          <Icon of={IconDownload} size={14} />
          {texts.postman}
        </a>
        {token !== undefined && <MakeToken field={token} />}
      </div>
    </div>
  )
}

function CopyCall({ text }: { readonly text: string }) {
  const clipboard = useClipboard({ timeout: 1500 })
  return (
    <Button
      size="sm"
      variant="filled"
      leftSection={<Icon of={clipboard.copied ? IconCheck : IconCopy} size={14} />}
      onClick={() => clipboard.copy(text)}
    >
      {clipboard.copied ? texts.copied : texts.copy}
    </Button>
  )
}

interface TokenProps {
  /** Dotted path of the secret input that holds the token. */
  readonly field: string
}

/** What is known of the token: nothing, itself for as long as it is not saved, or that there is one. */
function TokenNote({ field }: TokenProps) {
  const token = inputAt(useForm().inputs, parseInputPath(field))
  if (isSecretReference(token)) return null
  if (typeof token === 'string' && token !== '') {
    return (
      <Note tone="warn" icon={IconKey}>
        <b>{texts.copyNow}</b> {texts.shownOnce}
      </Note>
    )
  }
  return <Note tone="warn">{texts.noToken}</Note>
}

function MakeToken({ field }: TokenProps) {
  const form = useForm()
  const path = parseInputPath(field)
  const token = inputAt(form.inputs, path)
  const make = () => form.set(path, randomToken())
  const isKept = isSecretReference(token)
  return (
    <button type="button" className="link" onClick={isKept ? () => askToReplace(texts.theToken, make) : make}>
      <Icon of={IconKey} size={14} />
      {isKept || (typeof token === 'string' && token !== '') ? texts.replaceToken : texts.makeToken}
    </button>
  )
}

/** A flow's name as a file has it. */
function fileName(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '') || 'flow'
  )
}
