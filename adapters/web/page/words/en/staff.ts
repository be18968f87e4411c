/** What staff does. */
export const staff = {
  suspend: 'Suspend',
  readmit: 'Readmit',
  suspendHint: 'Staff: every session of this account ends, and nobody can log in to it until it is readmitted.',
  wasSuspended: 'This account is suspended now.',
  wasReadmitted: 'This account is open again.',
}
