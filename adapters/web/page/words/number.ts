/** A number as it is read: with a minus sign instead of a hyphen, and so many decimals; without `digits`, those it has. */
export const writtenNumber = (value: number, digits?: number): string => {
  if (!Number.isFinite(value)) return value < 0 ? '−∞' : '∞'
  return (digits === undefined ? String(value) : value.toFixed(digits)).replace('-', '−')
}
