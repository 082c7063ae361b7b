import { onLeave } from '../session/session.ts';

/** Nothing that the hub shows is kept by the browser. */
let left = '';
onLeave(() => (left = ''));

/** Values from another screen, for the box of this one; taken once. */
export const leaveDraft = (text: string): void => void (left = text);

export function takeDraft(): string {
  const text = left;
  left = '';
  return text;
}
