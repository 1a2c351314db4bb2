import { Transform } from 'class-transformer';

/** Query parameters are texts. What cannot be read stays as it is, so that validation can refuse it. */
const fromText = (read: (text: string) => unknown): PropertyDecorator =>
  Transform(({ value }: { readonly value: unknown }) => (typeof value === 'string' ? read(value) : value));

export const NumberFromText = (): PropertyDecorator =>
  fromText((text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : text));

export const FlagFromText = (): PropertyDecorator =>
  fromText((text) => (text === 'true' ? true : text === 'false' ? false : text));

/** `?type=A&type=B` and `?type=A,B` are the same. */
export const ListFromText = (): PropertyDecorator =>
  Transform(({ value }: { readonly value: unknown }) => {
    const texts: readonly unknown[] | undefined = Array.isArray(value)
      ? value
      : typeof value === 'string'
        ? [value]
        : undefined;
    return texts?.flatMap((text) => (typeof text === 'string' ? text.split(',') : [text])) ?? value;
  });
