import { type ReactNode, useEffect } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { useRights } from '../api/queries.ts'
import { pageLater } from '../ui/page-later.tsx'
import { leaveToasts } from '../ui/toasts.tsx'
import { firstPage } from './first-page.ts'
import { Shell } from './shell.tsx'
import { SignedIn } from './signed-in.tsx'

const HomePage = pageLater(async () => (await import('../home/home-page.tsx')).HomePage)
const HelpPage = pageLater(async () => (await import('../help/help-page.tsx')).HelpPage)
const FlowsPage = pageLater(async () => (await import('../flows-list/flows-page.tsx')).FlowsPage)
const EditorPage = pageLater(async () => (await import('../editor-page/editor-page.tsx')).EditorPage)
const InboxPage = pageLater(async () => (await import('../inbox/inbox-page.tsx')).InboxPage)
const ContactsPage = pageLater(async () => (await import('../contacts/contacts-page.tsx')).ContactsPage)
const RunsPage = pageLater(async () => (await import('../runs/runs-page.tsx')).RunsPage)
const NumbersPage = pageLater(async () => (await import('../addresses/numbers-page.tsx')).NumbersPage)
const AccountsPage = pageLater(async () => (await import('../accounts/accounts-page.tsx')).AccountsPage)
const AccountPage = pageLater(async () => (await import('../accounts/account-page.tsx')).AccountPage)
const ConnectedPage = pageLater(async () => (await import('../accounts/connected-page.tsx')).ConnectedPage)
const TablesPage = pageLater(async () => (await import('../tables/tables-page.tsx')).TablesPage)
const TablePage = pageLater(async () => (await import('../tables/table-page.tsx')).TablePage)
const SettingsPage = pageLater(async () => (await import('../settings/settings-page.tsx')).SettingsPage)
const ConsentPage = pageLater(async () => (await import('../settings/consent-page.tsx')).ConsentPage)
const WebhooksPage = pageLater(async () => (await import('../settings/webhooks/webhooks-page.tsx')).WebhooksPage)
const NewWebhookPage = pageLater(async () => (await import('../settings/webhooks/new-webhook-page.tsx')).NewWebhookPage)
const WebhookPage = pageLater(async () => (await import('../settings/webhooks/webhook-page.tsx')).WebhookPage)
const IntegrationsPage = pageLater(async () => (await import('../integrations/integrations-page.tsx')).IntegrationsPage)
const NewIntegrationPage = pageLater(
  async () => (await import('../integrations/new-integration-page.tsx')).NewIntegrationPage,
)
const IntegrationPage = pageLater(async () => (await import('../integrations/integration-page.tsx')).IntegrationPage)
const SignInPage = pageLater(async () => (await import('../sign-in/sign-in-page.tsx')).SignInPage)
const SetupPage = pageLater(async () => (await import('../sign-in/setup-page.tsx')).SetupPage)
const NewPasswordPage = pageLater(async () => (await import('../sign-in/new-password-page.tsx')).NewPasswordPage)
const OwnAccountPage = pageLater(async () => (await import('../own-account/own-account-page.tsx')).OwnAccountPage)
const NotForRolePage = pageLater(async () => (await import('./not-for-role-page.tsx')).NotForRolePage)
const NotFoundPage = pageLater(async () => (await import('./not-found-page.tsx')).NotFoundPage)

/** Which page an address shows. Every page is a file of its own, loaded when it is first shown. */
export function Routes() {
  const [location] = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: with every page that is shown.
  useEffect(leaveToasts, [location])
  return (
    <Switch>
      <Route path="/sign-in">
        <SignInPage />
      </Route>
      <Route path="/setup">
        <SetupPage />
      </Route>
      <Route path="/new-password">
        <NewPasswordPage />
      </Route>
      <Route path="/flows/:id">
        {({ id }) => (
          <SignedIn>
            <FlowRoute id={id} />
          </SignedIn>
        )}
      </Route>
      <Route>
        <SignedIn>
          <Shell>
            <ShellRoutes />
          </Shell>
        </SignedIn>
      </Route>
    </Switch>
  )
}

/** The board has the whole window. */
function FlowRoute({ id }: { readonly id: string }) {
  const { canSeeFlows } = useRights()
  if (canSeeFlows) return <EditorPage key={id} flowId={id} />
  return (
    <Shell>
      <NotForRolePage />
    </Shell>
  )
}

/** Every page with the right that opens it: what a role does not open leads to a plain word and a way back. */
function ShellRoutes() {
  const rights = useRights()
  const { canAnswer, canSeeFlows, canUseApi, canAdminister } = rights
  const only = (may: boolean, page: ReactNode) => (may ? page : <NotForRolePage />)
  const flows = (page: ReactNode) => only(canSeeFlows, page)
  return (
    <Switch>
      <Route path="/">{canSeeFlows ? <HomePage /> : <Redirect to={firstPage(rights).path} replace />}</Route>
      <Route path="/flows">{flows(<FlowsPage />)}</Route>
      <Route path="/inbox/:id?">{({ id }) => only(canAnswer, <InboxPage conversationId={id ?? null} />)}</Route>
      <Route path="/contacts/:id?">{({ id }) => only(canAnswer, <ContactsPage contactId={id ?? null} />)}</Route>
      <Route path="/runs/:id?">{({ id }) => flows(<RunsPage runId={id ?? null} />)}</Route>
      <Route path="/numbers">{flows(<NumbersPage />)}</Route>
      <Route path="/tables">{flows(<TablesPage />)}</Route>
      <Route path="/tables/:id">{({ id }) => flows(<TablePage key={id} tableId={id} />)}</Route>
      <Route path="/accounts">{flows(<AccountsPage />)}</Route>
      <Route path="/accounts/:id">{({ id }) => flows(<AccountPage key={id} accountId={id} />)}</Route>
      <Route path="/oauth/callback">{flows(<ConnectedPage />)}</Route>
      <Route path="/settings">{flows(<SettingsPage />)}</Route>
      <Route path="/settings/consent">{flows(<ConsentPage />)}</Route>
      <Route path="/account">{only(canUseApi, <OwnAccountPage />)}</Route>
      <Route path="/settings/webhooks">{only(canAdminister, <WebhooksPage />)}</Route>
      <Route path="/settings/webhooks/new">{only(canAdminister, <NewWebhookPage />)}</Route>
      <Route path="/settings/webhooks/:id">
        {({ id }) => only(canAdminister, <WebhookPage key={id} webhookId={id} />)}
      </Route>
      <Route path="/settings/integrations">{only(canAdminister, <IntegrationsPage />)}</Route>
      <Route path="/settings/new-integration">{only(canAdminister, <NewIntegrationPage />)}</Route>
      <Route path="/settings/integrations/:name">
        {({ name }) => only(canAdminister, <IntegrationPage key={name} name={name} />)}
      </Route>
      <Route path="/help">
        <HelpPage path="" />
      </Route>
      <Route path="/help/*">{(params) => <HelpPage path={params['*']} />}</Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  )
}
