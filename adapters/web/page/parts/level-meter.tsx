/** The left end of a meter, in dB. */
const QUIETEST = -60

type Props = {
  readonly label: string
  /** In dB, 0 is full scale; silence is minus infinity. */
  readonly level: number
  /** From here on it is nearly too loud. */
  readonly high: number
}

/** How loud something is right now. */
export const LevelMeter = ({ label, level, high }: Props) => (
  <meter min={QUIETEST} max={0} high={high} value={Math.max(QUIETEST, level)} aria-label={label} />
)
