import { err, ok, type Result } from 'neverthrow'

/** A rule of a policy: `null` if the case obeys it, else the refusal. */
export type Rule<Case, Refusal> = (given: Case) => Refusal | null

/** The case, if it breaks no rule, else the refusal of the first broken one. */
export const checkRules = <Case, Refusal>(
  given: Case,
  rules: readonly Rule<Case, Refusal>[],
): Result<Case, Refusal> => {
  for (const rule of rules) {
    const refusal = rule(given)
    if (refusal !== null) return err(refusal)
  }
  return ok(given)
}
