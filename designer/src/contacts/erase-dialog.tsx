import type { ContactResource } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { confirm } from '../ui/confirm.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { eraseTexts as texts } from '../ui/texts/contacts.ts'
import { toasts } from '../ui/toasts.tsx'
import { contactName } from './contact-name.ts'
import { readContactsAgain, useErasure } from './contact-queries.ts'
import classes from './contacts.module.css'

/** Says what would go, and erases. @param onErased called once the contact is gone */
export function openErase(contact: ContactResource, onErased: () => void): void {
  let again = async () => {}
  confirm({
    title: texts.title(contactName(contact)),
    body: (
      <Warning
        contactId={contact.id}
        onClient={(read) => {
          again = read
        }}
      />
    ),
    keepLabel: texts.keep,
    confirmLabel: texts.confirm,
    onConfirm: async () => {
      await call('DELETE /api/contacts/:id', { params: { id: contact.id } })
      onErased()
      toasts.success({ title: texts.done, message: texts.doneText })
      await again()
    },
  })
}

interface WarningProps {
  readonly contactId: string
  readonly onClient: (again: () => Promise<void>) => void
}

function Warning({ contactId, onClient }: WarningProps) {
  const client = useQueryClient()
  onClient(() => readContactsAgain(client))
  return (
    <QueryView query={useErasure(contactId)} rows={3} height={20}>
      {(erasure) => (
        <div className={classes.warning}>
          <p>{texts.goes(erasure)}</p>
          {erasure.runs > 0 && <p>{texts.runs(erasure)}</p>}
          <p>{texts.stays}</p>
          <p>{texts.elsewhere}</p>
          <p>
            <b>{texts.forGood}</b>
          </p>
        </div>
      )}
    </QueryView>
  )
}
