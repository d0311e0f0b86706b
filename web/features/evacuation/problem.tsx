import classes from './problem.module.css'

/** What went wrong, in words, read aloud at once. */
export function Problem({ text }: { text: string }) {
  return (
    <p className={classes.problem} role="alert">
      {text}
    </p>
  )
}
