import type { ContactResource } from '@patchbay/shared/api'
import { useState } from 'react'
import { QueryView } from '../ui/query-view.tsx'
import { contactTexts as texts } from '../ui/texts/contacts.ts'
import { valueText } from './contact-name.ts'
import { useContact, useContactFields } from './contact-queries.ts'
import classes from './contacts.module.css'
import { FieldValue } from './field-value.tsx'

/** Shown also while they are empty: what people ask for first. */
const ALWAYS = new Set(['first_name', 'last_name', 'phone', 'email', 'language', 'time_zone'])

/** The fields of a contact, each editable in its place; empty ones behind a button. */
export function ContactFields({ contact }: { readonly contact: ContactResource }) {
  const fields = useContactFields()
  const [showsAll, setShowsAll] = useState(false)
  return (
    <QueryView query={fields} rows={6} height={28}>
      {(all) => {
        const shown = all.filter(({ key, isOwn }) => {
          return showsAll || isOwn || ALWAYS.has(key) || contact.fields[key] !== undefined
        })
        return (
          <>
            <dl className={classes.fields}>
              {shown.map((field) => (
                <div key={field.key}>
                  <dt>{field.label}</dt>
                  <dd>
                    <FieldValue contactId={contact.id} field={field} text={valueText(contact.fields[field.key])} />
                  </dd>
                </div>
              ))}
            </dl>
            {(showsAll || shown.length < all.length) && (
              <button type="button" className={`show-more ${classes.quiet}`} onClick={() => setShowsAll(!showsAll)}>
                {showsAll ? texts.fewerFields : texts.allFields}
              </button>
            )}
          </>
        )
      }}
    </QueryView>
  )
}

/** The same for a page that knows the id only. */
export function FieldsOfContact({ contactId }: { readonly contactId: string }) {
  return (
    <QueryView query={useContact(contactId)} rows={6} height={28}>
      {(contact) => <ContactFields contact={contact} />}
    </QueryView>
  )
}
