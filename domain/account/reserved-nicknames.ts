import { skeletonOf } from './nickname-skeleton.ts'

/** Names of people who run a service, and of the mailboxes of RFC 2142. */
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
/** A name that contains one of these claims to speak for Soundhub. */
const BRANDS = ['soundhub', '사운드허브']

/** Only letters and digits count, so that `_ad-min_` is reserved too. */
const lettersOf = (name: string): string => skeletonOf(name).replace(/[^\p{L}\p{N}]/gu, '')

const roles: ReadonlySet<string> = new Set(ROLES.map(lettersOf))
const brands = BRANDS.map(lettersOf)

/** Whether the name looks like one of staff or of Soundhub itself. */
export const isReserved = (name: string): boolean => {
  const letters = lettersOf(name)
  return roles.has(letters) || brands.some((word) => letters.includes(word))
}
