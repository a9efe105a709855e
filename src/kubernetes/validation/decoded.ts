/**
 * An object as the server's Go structs hold it after decoding: any field may have been left out,
 * an enumerated text may be any text. Nulls are gone. What a field cannot tell from being left out
 * ("", 0, false, an empty list) is for its validator to know: Go's pointers can, its values cannot.
 */
export type Decoded<T> = unknown extends T
  ? unknown
  : T extends string
    ? string
    : T extends readonly (infer I)[]
      ? readonly Decoded<I>[]
      : T extends object
        ? { readonly [F in keyof T]?: Decoded<T[F]> | undefined }
        : T;
