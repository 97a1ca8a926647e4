import { Button, Modal } from '@mantine/core'
import type { SessionResource } from '@patchbay/shared/api'
import { SignInForm } from '../sign-in/sign-in-form.tsx'
import { signInTexts } from '../ui/texts/sign-in.ts'

interface SessionDialogProps {
  readonly email: string
  /** The other person that the browser is signed in as; null when it is signed in as nobody. */
  readonly other: SessionResource | null
  readonly onSignedIn: (session: SessionResource) => void
}

/** Stands over the page when its session is no longer its own. It cannot be closed without a session. */
export function SessionDialog({ email, other, onSignedIn }: SessionDialogProps) {
  const name = other?.user.name ?? ''
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size={420}
      title={other === null ? signInTexts.again : signInTexts.other(name)}
    >
      {/* Takes the focus, so that the rest of a sentence under way goes into no field. */}
      <p tabIndex={-1} data-autofocus>
        {other === null ? signInTexts.againHelp : signInTexts.otherHelp(name)}
      </p>
      {other === null ? (
        <SignInForm knownEmail={email} onSignedIn={onSignedIn} />
      ) : (
        <Button variant="filled" onClick={() => location.reload()}>
          {signInTexts.otherReload(name)}
        </Button>
      )}
    </Modal>
  )
}
