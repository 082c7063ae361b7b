import { useEffect, useState } from 'react';

/** Until what is to be read aloud is in the page: whoever reads passes over what was there with its place. */
const BEHIND_MS = 100;

/** Tells who listens instead of looking, once it has something to tell and whenever that is another. */
export function Aloud({ text }: { text: string | undefined }) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSaid(text ?? ''), BEHIND_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div className="sr" role="status">
      {said}
    </div>
  );
}
