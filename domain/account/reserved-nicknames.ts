import { skeletonOf } from './nickname-skeleton.ts'

/** Names of whoever runs a service, and of mailboxes that a domain's owner has (RFC 2142). */
const ROLES = [
  'admin',
  'administrator',
  'root',
  'sysadmin',
  'system',
  'superuser',
  'operator',
  'owner',
  'official',
  'staff',
  'team',
  'moderator',
  'mod',
  'support',
  'help',
  'helpdesk',
  'service',
  'security',
  'abuse',
  'billing',
  'contact',
  'hostmaster',
  'info',
  'mailer-daemon',
  'no-reply',
  'postmaster',
  'privacy',
  'webmaster',
  '관리자',
  '운영자',
  '운영진',
  '운영팀',
  '관리팀',
  '어드민',
  '스태프',
  '시스템',
  '공식',
  '공지',
  '고객센터',
  '고객지원',
  '도움말',
  '보안팀',
]
/** Whoever has it in a name speaks for the house. */
const HOUSE = ['soundhub', '사운드허브']

/** Letters and digits alone: `_ad-min_` is read as it is meant. */
const lettersOf = (name: string): string => skeletonOf(name).replace(/[^\p{L}\p{N}]/gu, '')

const roles: ReadonlySet<string> = new Set(ROLES.map(lettersOf))
const house = HOUSE.map(lettersOf)

/** Whether the name, or one that looks like it, would be taken for staff or for Soundhub itself. */
export const isReserved = (name: string): boolean => {
  const letters = lettersOf(name)
  return roles.has(letters) || house.some((word) => letters.includes(word))
}
