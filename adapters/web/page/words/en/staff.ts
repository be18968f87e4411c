/** Words of this part of the page. */
export const staff = {}
