/** The names of the two indexes below when they were created; a later migration renames them. */
export const ACTIVE_EMAIL_INDEX = 'users_active_email_key'
export const ACTIVE_NICKNAME_INDEX = 'users_active_nickname_key'

/** The unique indexes of `users` whose violation is a refusal, not a failure. Pending users are in neither. */
export const VERIFIED_EMAIL_INDEX = 'users_proved_email_key'
export const VERIFIED_NICKNAME_INDEX = 'users_proved_nickname_key'
export const VERIFIED_SKELETON_INDEX = 'users_proved_nickname_skeleton_key'
