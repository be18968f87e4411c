import type { en } from './en.ts'
import { account } from './ko/account.ts'
import { home } from './ko/home.ts'
import { people } from './ko/people.ts'
import { record } from './ko/record.ts'
import { room } from './ko/room.ts'
import { share } from './ko/share.ts'
import { shell } from './ko/shell.ts'
import { staff } from './ko/staff.ts'

/** Korean. */
export const ko: typeof en = { shell, home, room, record, account, people, staff, share }
