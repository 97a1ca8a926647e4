import { useRights } from '../api/queries.ts'
import { Page } from '../ui/page.tsx'
import { settingsTexts } from '../ui/texts/settings.ts'
import { ConsentSection } from './consent-section.tsx'
import classes from './settings.module.css'
import { TimeZoneSection } from './time-zone-section.tsx'
import { TokensSection } from './tokens-section.tsx'
import { UsersSection } from './users-section.tsx'
import { WebhooksSection } from './webhooks/webhooks-section.tsx'

/** Who may use this Patchbay, people and programs, and who may be written to. */
export function SettingsPage() {
  const { canAdminister } = useRights()
  return (
    <Page title={settingsTexts.title}>
      <div className={classes.sections}>
        {canAdminister ? (
          <>
            <UsersSection />
            <TokensSection />
            <WebhooksSection />
            <TimeZoneSection />
          </>
        ) : (
          <p className="muted">{settingsTexts.onlyAdministrators}</p>
        )}
        <ConsentSection />
      </div>
    </Page>
  )
}
