import { Button, Modal } from '@mantine/core'
import type { ActionTestResponse } from '@patchbay/shared/api'
import { nodeById } from '@patchbay/shared/flow'
import type { Json } from '@patchbay/shared/json'
import { useEffect, useMemo, useState } from 'react'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import type { ActionTest, EditorState } from '../editing/store/editor-state.ts'
import { fieldVariablesOf } from '../inspector/template/field-variables.ts'
import { TestBadge } from '../inspector/test-foot.tsx'
import { bytes, stepDuration } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconLoader2 } from '../ui/icons.ts'
import { Note } from '../ui/note.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { responseTexts } from '../ui/texts/response.ts'
import { type NeededSample, neededSamples, samplesFor } from './needed-samples.ts'
import { ReplyTree } from './reply-tree.tsx'
import { HeadersView, RawView, RequestView } from './reply-views.tsx'
import classes from './response.module.css'
import { Foot } from './response-foot.tsx'
import { SampleReply } from './sample-reply.tsx'
import { SampleValues } from './sample-values.tsx'
import { useActionTest } from './use-action-test.ts'

type View = 'tree' | 'raw' | 'headers' | 'request'
const views: readonly View[] = ['tree', 'raw', 'headers', 'request']

interface ResponseDialogProps {
  readonly nodeId: number
  /** Begins with the sample reply that is kept with the action, and sends nothing. */
  readonly isSample?: boolean
}

/** The Response pop-up: tries the action and shows what came back, so that values can be picked. */
export function ResponseDialog({ nodeId, isSample = false }: ResponseDialogProps) {
  const store = useEditorStore()
  const [view, setView] = useState<View>('tree')
  const { test, send, cancel } = useActionTest(nodeId)
  const needed = useNeededSamples(nodeId)
  const [showsSample, setShowsSample] = useState(isSample)
  const [asksSamples, setAsksSamples] = useState(needed.length > 0 && !isSample)
  const close = () => store.getState().closeDialog()
  // biome-ignore lint/correctness/useExhaustiveDependencies: opening the pop-up is what sends the request, once.
  useEffect(() => {
    if (needed.length === 0 && !isSample) void send({})
  }, [])
  const again = () => {
    setShowsSample(false)
    if (needed.length > 0) setAsksSamples(true)
    else void send(samplesFor(needed, store.getState().sampleVariables))
  }
  return (
    <Modal.Root
      opened
      onClose={close}
      size={1080}
      centered
      closeOnClickOutside={false}
      classNames={{ content: classes.dialog ?? '' }}
    >
      <Modal.Overlay />
      <Modal.Content radius="xl">
        <div className={classes.head}>
          <Modal.Title>{showsSample ? responseTexts.sampleTitle : responseTexts.title}</Modal.Title>
          {!asksSamples && !showsSample && <ResultLine test={test} />}
          <span className="grow" />
          {!showsSample && test?.response?.request !== null && (
            <Segmented
              label={responseTexts.views.label}
              value={view}
              options={views.map((value) => ({ value, label: responseTexts.views[value] }))}
              onChange={setView}
            />
          )}
          <Modal.CloseButton aria-label={responseTexts.close} />
        </div>
        {showsSample ? (
          <SampleReply nodeId={nodeId} onAgain={again} onClose={close} />
        ) : asksSamples ? (
          <div className={classes.body}>
            <SampleValues
              needed={needed}
              onSend={(samples) => {
                setAsksSamples(false)
                void send(samples)
              }}
            />
          </div>
        ) : (
          <Result nodeId={nodeId} test={test} view={view} onCancel={cancel} onAgain={again} onClose={close} />
        )}
      </Modal.Content>
    </Modal.Root>
  )
}

function useNeededSamples(nodeId: number): readonly NeededSample[] {
  const store = useEditorStore()
  return useMemo(() => {
    const { document, catalog, tests, definitions } = store.getState()
    const node = nodeById(document, nodeId)
    const definition = node && definitions.of(node)
    if (!node || !definition) return []
    return neededSamples(node, definition, fieldVariablesOf({ document, catalog, nodeId, tests }).list)
  }, [store, nodeId])
}

/** `200 OK   412 ms, 18.2 kB, JSON`. */
function ResultLine({ test }: { readonly test: ActionTest | null }) {
  if (!test) return null
  const reply = test.response?.response
  return (
    <>
      <span role="status">
        <TestBadge test={test} />
      </span>
      {test.status !== 'running' && test.response && (
        <span className="sub num">
          {[
            stepDuration(test.response.durationMs),
            ...(reply ? [bytes(reply.bytes), reply.format === 'empty' ? null : reply.format.toUpperCase()] : []),
          ]
            .filter(Boolean)
            .join(', ')}
        </span>
      )}
    </>
  )
}

interface ResultProps {
  readonly nodeId: number
  readonly test: ActionTest | null
  readonly view: View
  readonly onCancel: () => void
  readonly onAgain: () => void
  readonly onClose: () => void
}

function Result({ nodeId, test, view, onCancel, onAgain, onClose }: ResultProps) {
  if (test?.status === 'running') return <Waiting nodeId={nodeId} onCancel={onCancel} onClose={onClose} />
  const tree = treeOf(test?.response ?? null)
  if (view === 'tree' && test?.response && tree !== null && test.failure === null) {
    return (
      <ReplyTree
        nodeId={nodeId}
        tree={tree}
        above={<FailureNote response={test.response} />}
        onAgain={onAgain}
        onClose={onClose}
      />
    )
  }
  return (
    <>
      <div className={classes.body}>
        <div className={`${classes.left} ${classes.whole}`}>
          {test?.failure ? (
            <div className={classes.failure}>
              <Note tone="bad">
                <b>{responseTexts.notSent}</b>
                <div>{test.failure}</div>
              </Note>
            </div>
          ) : (
            test?.response && <OtherView response={test.response} view={view} />
          )}
        </div>
      </div>
      <Foot onAgain={onAgain} onClose={onClose} />
    </>
  )
}

/** What the queries of the action read: the reply, or without a request what the action leaves behind. */
function treeOf(result: ActionTestResponse | null): Json {
  if (result === null) return null
  return result.request === null ? result.outputs : (result.response?.tree ?? null)
}

function OtherView({ response, view }: { readonly response: ActionTestResponse; readonly view: View }) {
  const reply = response.response
  return (
    <>
      <FailureNote response={response} />
      {view === 'request' && response.request && <RequestView request={response.request} />}
      {view === 'headers' && reply && <HeadersView reply={reply} />}
      {(view === 'raw' || view === 'tree') && reply && <RawView reply={reply} />}
    </>
  )
}

/** Why a run would take On Failure, in words. */
function FailureNote({ response }: { readonly response: ActionTestResponse }) {
  const { error, warnings } = response
  if (error === null && warnings.length === 0) return null
  return (
    <div className={classes.note}>
      {error && (
        <Note tone="bad">
          <b>{error.message}</b> <code className="mono">{error.code}</code>
          <div>
            {error.help} {response.response ? responseTexts.runWould : ''}
          </div>
        </Note>
      )}
      {!error &&
        warnings.map((warning) => (
          <Note key={warning.message} tone="warn">
            {warning.message}
          </Note>
        ))}
    </div>
  )
}

const selectDocument = (state: EditorState) => state.document

interface WaitingProps {
  readonly nodeId: number
  readonly onCancel: () => void
  readonly onClose: () => void
}

function Waiting({ nodeId, onCancel, onClose }: WaitingProps) {
  const timeout = nodeById(useEditor(selectDocument), nodeId)?.inputs.timeoutSeconds
  return (
    <>
      <div className={classes.body}>
        <div className={classes.waiting} role="status">
          <Icon of={IconLoader2} size={24} className={classes.spin} />
          <b>{responseTexts.testing}</b>
          {typeof timeout === 'number' && <span className="sub">{responseTexts.testingText(timeout)}</span>}
        </div>
      </div>
      <div className={classes.foot}>
        <span className="grow" />
        <Button
          onClick={() => {
            onCancel()
            onClose()
          }}
        >
          {responseTexts.cancel}
        </Button>
      </div>
    </>
  )
}
