/** Whether a record of settings has none. */
export function nothingGiven(settings: object): boolean {
  for (const key in settings) if (Object.hasOwn(settings, key)) return false;
  return true;
}
