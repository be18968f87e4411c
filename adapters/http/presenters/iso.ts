import { DAY, HOUR, type Instant, MINUTE, SECOND } from '#domain/shared/instant.ts'

/** Days and years of a 400-year era that starts on 1 March of year 0, so that leap days are at the ends of years. */
const [DAYS_BEFORE_1970, DAYS_OF_ERA, YEARS_OF_ERA] = [719_468, 146_097, 400]
const [DAYS_OF_4_YEARS, DAYS_OF_CENTURY, DAYS_OF_YEAR] = [1_460, 36_524, 365]
const LAST_OF_FOUR_DIGITS = Date.UTC(9999, 11, 31, 23, 59, 59, 999)
const FIRST_OF_FOUR_DIGITS = Date.UTC(1000, 0, 1)

const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))
const THREE_DIGITS = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, '0'))
const two = (number: number): string => TWO_DIGITS[Math.floor(number)]!

/** The Gregorian date of a day since 1970, in integer arithmetic. */
const dateOf = (day: number): string => {
  const days = day + DAYS_BEFORE_1970
  const era = Math.floor(days / DAYS_OF_ERA)
  const dayOfEra = days - era * DAYS_OF_ERA
  const leapDays = Math.floor(dayOfEra / DAYS_OF_4_YEARS) - Math.floor(dayOfEra / DAYS_OF_CENTURY)
  const year = Math.floor((dayOfEra - leapDays - Math.floor(dayOfEra / (DAYS_OF_ERA - 1))) / DAYS_OF_YEAR)
  const dayOfYear = dayOfEra - (DAYS_OF_YEAR * year + Math.floor(year / 4) - Math.floor(year / 100))
  const month = Math.floor((5 * dayOfYear + 2) / 153)
  const dayOfMonth = dayOfYear - Math.floor((153 * month + 2) / 5) + 1
  const isNextYear = month >= 10
  return `${year + era * YEARS_OF_ERA + (isNextYear ? 1 : 0)}-${two(isNextYear ? month - 9 : month + 3)}-${two(dayOfMonth)}`
}

/** ISO 8601 in UTC like `Date.toISOString()`, but more than twice as fast: a list of posts has fifty timestamps. */
export const iso = (moment: Instant): string => {
  if (!(moment >= FIRST_OF_FOUR_DIGITS && moment <= LAST_OF_FOUR_DIGITS)) return new Date(moment).toISOString()
  const day = Math.floor(moment / DAY)
  const ms = moment - day * DAY
  const time = `${two(ms / HOUR)}:${two((ms % HOUR) / MINUTE)}:${two((ms % MINUTE) / SECOND)}`
  return `${dateOf(day)}T${time}.${THREE_DIGITS[ms % SECOND]!}Z`
}
