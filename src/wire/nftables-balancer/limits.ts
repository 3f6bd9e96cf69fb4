/** Servers of a service: each has at least one of the slots (slots.ts, consistent-slots.ts). */
export const serverLimit = 1000;
