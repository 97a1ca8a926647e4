import classes from './field-error.module.css'

/** What is wrong with several fields together, said at once. Nothing while nothing is. */
export function FieldError({ text }: { readonly text: string | undefined }) {
  if (text === undefined) return null
  return (
    <p className={classes.error} role="alert">
      {text}
    </p>
  )
}
