import { useEffect, useState } from 'react';

const CALM_MS = 350;

/** The text once nobody has changed it for a moment. */
export function useCalm(text: string): string {
  const [calm, setCalm] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(text), CALM_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return calm;
}
