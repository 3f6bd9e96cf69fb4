/** What a decoder returns: the value, or one of a closed list of reasons. Bad bytes are data, not exceptions. */
export type Decoded<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export function decoded<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function failed<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}
