import { Select } from '@mantine/core'
import { bridgeAccountType, bridgeActionType } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { useState } from 'react'
import { AccountForm } from '../accounts/account-form.tsx'
import { AccountMark } from '../accounts/account-mark.tsx'
import { useCatalog } from '../api/queries.ts'
import { blockClasses as block } from '../board/block-styles.ts'
import { IconPlugConnected } from '../ui/icons.ts'
import { integrationTexts } from '../ui/texts/integrations.ts'
import { Tile } from '../ui/tile.tsx'
import { type ManifestDocument, textOf } from './manifest-document.ts'
import classes from './preview.module.css'
import { shownAccount, shownAction, shownTitle } from './preview-schema.ts'

const texts = integrationTexts.preview
const ACCOUNT = 'account'
const nothing = () => undefined

interface PreviewProps {
  readonly document: ManifestDocument
  /** Of the integration as it was saved. Absent for a new one. */
  readonly picture?: string | null
}

/** The form of the account and the block of an action, as people will see them. They follow what is being edited. */
export function Preview({ document, picture = null }: PreviewProps) {
  const { actions } = document
  const [chosen, setChosen] = useState(ACCOUNT)
  const action = actions[Number(chosen)]
  const choices = [
    { value: ACCOUNT, label: texts.account },
    ...actions.map((one, at) => ({ value: String(at), label: shownTitle(one) })),
  ]
  return (
    <section className={classes.preview}>
      <div className={classes.head}>
        <h2 className="grow">{texts.title}</h2>
        <Select
          size="xs"
          aria-label={texts.which}
          data={choices}
          value={action === undefined ? ACCOUNT : chosen}
          allowDeselect={false}
          onChange={(value) => value !== null && setChosen(value)}
        />
      </div>
      {/* Only to look at. */}
      <div inert>
        {action === undefined ? (
          <AccountPreview {...{ document, picture }} />
        ) : (
          <BlockPreview {...{ document, action }} />
        )}
      </div>
    </section>
  )
}

function AccountPreview({ document, picture }: Required<PreviewProps>) {
  const { integration } = document
  const title = textOf(integration, 'display_name') || texts.untitled
  const account = shownAccount(document)
  const id = bridgeAccountType(textOf(integration, 'name'))
  return (
    <div className={classes.card}>
      <div className={classes.mark}>
        <AccountMark type={{ id, title, picture }} size="l" />
        <div>
          <b>{title}</b>
          <div className="sub">{textOf(integration, 'description')}</div>
        </div>
      </div>
      {account === undefined && <p className="sub">{texts.noAccount}</p>}
      {account !== undefined && <AccountForm definition={account} properties={{}} errors={[]} onChange={nothing} />}
    </div>
  )
}

interface BlockPreviewProps {
  readonly document: ManifestDocument
  readonly action: JsonObject
}

function BlockPreview({ document, action }: BlockPreviewProps) {
  const { definition, values } = shownAction(document, action)
  const title = shownTitle(action)
  const id = bridgeActionType(textOf(document.integration, 'name'), textOf(action, 'name'))
  // Its picture is copied once it is saved.
  const saved = useCatalog().data?.nodes.find((node) => node.id === id)
  return (
    <>
      <div className={classes.board}>
        <div className={block.block}>
          <header className={block.head}>
            <Tile of={saved ?? { category: 'integrations', icon: IconPlugConnected }} />
            <div className={block.names}>
              <b className={block.title}>{title}</b>
              <span className={block.type}>{title}</span>
            </div>
          </header>
          <div className={block.key}>{textOf(document.integration, 'display_name')}</div>
          <ul className={block.jacks}>
            {[texts.success, texts.failure].map((exit) => (
              <li key={exit} className={block.jack}>
                <span className={block.jackLabel}>{exit}</span>
                <i className={block.port} />
              </li>
            ))}
          </ul>
          <i className={block.entry} />
        </div>
      </div>
      <div className={classes.card}>
        <AccountForm definition={definition} properties={values} errors={[]} onChange={nothing} />
      </div>
    </>
  )
}
