/** JSON that cannot end the element it stands in. */
export const inert = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')
