// eslint-disable-next-line no-control-regex -- control characters are what this is about
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Text of others made safe to print: what it holds cannot move the cursor, colour the screen or turn its direction. */
export function printable(text: string): string {
  return text.replace(CONTROL, '\ufffd');
}
