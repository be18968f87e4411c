/** What staff does. */
export const staff = {
  suspend: 'Suspend',
  readmit: 'Readmit',
  suspendHint: 'Staff: every session of this account ends, and nobody can log in to it until it is readmitted.',
  wasSuspended: 'This account is suspended now.',
  wasReadmitted: 'This account is open again.',
  onlyStaff: 'Only staff may see this.',
  find: 'Find an account or a song',
  findLead: 'Accounts are suspended and readmitted on their profile; songs and tracks are deleted where they stand.',
  keyword: 'Nickname or title',
  search: 'Search',
  onServer: 'On the server',
  onServerLead: 'The command line of the server shows the jobs that failed and queues them again:',
}
