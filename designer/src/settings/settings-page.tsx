import { useRights } from '../api/queries.ts'
import { Page } from '../ui/page.tsx'
import { consentTexts } from '../ui/texts/consent.ts'
import { eventWebhookTexts } from '../ui/texts/event-webhooks.ts'
import { integrationTexts } from '../ui/texts/integrations.ts'
import { settingsTexts } from '../ui/texts/settings.ts'
import { LinkSection } from './link-section.tsx'
import classes from './settings.module.css'
import { TimeZoneSection } from './time-zone-section.tsx'
import { TokensSection } from './tokens-section.tsx'
import { UsersSection } from './users-section.tsx'

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
            <LinkSection
              title={integrationTexts.title}
              help={integrationTexts.help}
              open={integrationTexts.open}
              href="/settings/integrations"
            />
            <LinkSection
              title={eventWebhookTexts.title}
              help={eventWebhookTexts.help}
              open={eventWebhookTexts.open}
              href="/settings/webhooks"
            />
            <TimeZoneSection />
          </>
        ) : (
          <p className="muted">{settingsTexts.onlyAdministrators}</p>
        )}
        {/* A page of its own, since it may list many contacts. */}
        <LinkSection
          title={consentTexts.title}
          help={consentTexts.sectionHelp}
          open={consentTexts.open}
          href="/settings/consent"
        />
      </div>
    </Page>
  )
}
