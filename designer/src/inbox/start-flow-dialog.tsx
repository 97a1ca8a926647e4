import { Button, Select, TextInput } from '@mantine/core'
import type { ConversationResource } from '@patchbay/shared/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { useSession } from '../api/queries.ts'
import { useSubmit } from '../api/use-submit.ts'
import { DialogFoot } from '../ui/dialog-foot.tsx'
import { Note } from '../ui/note.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { commonTexts } from '../ui/texts/common.ts'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './inbox.module.css'
import { inboxQueries } from './inbox-queries.ts'
import { nameOf } from './name-of.ts'
import { updateOne } from './use-live-inbox.ts'

interface StartFlowDialogProps {
  readonly conversation: ConversationResource
  readonly onClose: () => void
}

/** In a dialog: which flow is started with the contact, and the values that it expects. */
export function StartFlowDialog({ conversation, onClose }: StartFlowDialogProps) {
  const { id, isWithPerson } = conversation
  const client = useQueryClient()
  const me = useSession().data?.user.id ?? ''
  const query = useQuery(inboxQueries.flows(id))
  const [flowId, setFlowId] = useState<string | null>(null)
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const flow = query.data?.find((one) => one.flowId === flowId)
  const submit = useSubmit(async () => {
    if (flow === undefined) return
    await call('POST /api/conversations/:id/flows', {
      params: { id },
      body: { flowId: flow.flowId, values: { ...values } },
    })
    toasts.success({ title: texts.flowStarted(flow.name) })
    void updateOne(client, id, me)
    onClose()
  })
  return (
    <QueryView query={query} rows={2} height={44}>
      {(flows) =>
        flows.length === 0 ? (
          <p className="sub">{texts.noFlows}</p>
        ) : (
          <form className={classes.form} onSubmit={submit.onSubmit}>
            {submit.message !== null && <Note tone="bad">{submit.message}</Note>}
            <p className="sub">{texts.startFlowHelp(nameOf(conversation))}</p>
            <Select
              label={texts.flow}
              placeholder={texts.chooseFlow}
              searchable
              required
              data-autofocus
              data={flows.map((one) => ({ value: one.flowId, label: one.name }))}
              value={flowId}
              onChange={(next) => {
                setFlowId(next)
                setValues({})
              }}
            />
            {flow?.inputs.map(({ name, required, default: usual, example, description }) => (
              <TextInput
                key={name}
                label={name}
                description={description}
                placeholder={usual === '' ? example : usual}
                required={required && usual === ''}
                dir="auto"
                value={values[name] ?? ''}
                onChange={({ currentTarget: { value } }) => setValues((before) => ({ ...before, [name]: value }))}
              />
            ))}
            {isWithPerson && <Note tone="warn">{texts.startHandsBack}</Note>}
            <DialogFoot>
              <Button variant="subtle" onClick={onClose}>
                {commonTexts.cancel}
              </Button>
              <Button variant="filled" type="submit" loading={submit.isBusy} disabled={flow === undefined}>
                {texts.startFlow}
              </Button>
            </DialogFoot>
          </form>
        )
      }
    </QueryView>
  )
}
