import { account } from './en/account.ts'
import { home } from './en/home.ts'
import { people } from './en/people.ts'
import { record } from './en/record.ts'
import { room } from './en/room.ts'
import { share } from './en/share.ts'
import { shell } from './en/shell.ts'
import { staff } from './en/staff.ts'

/** English. */
export const en = { shell, home, room, record, account, people, staff, share }
