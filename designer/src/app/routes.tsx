import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { PagePending } from '../ui/page-pending.tsx'
import { Shell } from './shell.tsx'
import { SignedIn } from './signed-in.tsx'

const FlowsPage = lazy(async () => ({ default: (await import('../flows-list/flows-page.tsx')).FlowsPage }))
const EditorPage = lazy(async () => ({ default: (await import('../editor-page/editor-page.tsx')).EditorPage }))
const RunsPage = lazy(async () => ({ default: (await import('../runs/runs-page.tsx')).RunsPage }))
const NumbersPage = lazy(async () => ({ default: (await import('../addresses/numbers-page.tsx')).NumbersPage }))
const AccountsPage = lazy(async () => ({ default: (await import('../accounts/accounts-page.tsx')).AccountsPage }))
const AccountPage = lazy(async () => ({ default: (await import('../accounts/account-page.tsx')).AccountPage }))
const SettingsPage = lazy(async () => ({ default: (await import('../settings/settings-page.tsx')).SettingsPage }))
const SignInPage = lazy(async () => ({ default: (await import('../sign-in/sign-in-page.tsx')).SignInPage }))
const SetupPage = lazy(async () => ({ default: (await import('../sign-in/setup-page.tsx')).SetupPage }))
const NotFoundPage = lazy(async () => ({ default: (await import('./not-found-page.tsx')).NotFoundPage }))

/** Which page an address shows. Every page is a file of its own, loaded when it is first shown. */
export function Routes() {
  return (
    <Suspense fallback={<PagePending />}>
      <Switch>
        <Route path="/sign-in">
          <SignInPage />
        </Route>
        <Route path="/setup">
          <SetupPage />
        </Route>
        <Route path="/flows/:id">
          {({ id }) => (
            <SignedIn>
              <EditorPage key={id} flowId={id} />
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
    </Suspense>
  )
}

function ShellRoutes() {
  return (
    <Suspense fallback={<PagePending />}>
      <Switch>
        <Route path="/">
          <FlowsPage />
        </Route>
        <Route path="/runs/:id?">{({ id }) => <RunsPage runId={id ?? null} />}</Route>
        <Route path="/numbers">
          <NumbersPage />
        </Route>
        <Route path="/accounts">
          <AccountsPage />
        </Route>
        <Route path="/accounts/:id">{({ id }) => <AccountPage key={id} accountId={id} />}</Route>
        <Route path="/settings">
          <SettingsPage />
        </Route>
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </Suspense>
  )
}
