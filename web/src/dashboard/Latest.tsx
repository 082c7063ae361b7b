import { type ReactNode, useLayoutEffect, useRef } from 'react';

/** What is wider than its place begins with the latest, at the right. */
export function Latest({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => void (box.current!.scrollLeft = box.current!.scrollWidth), []);
  return (
    <div className="scroll-x" ref={box}>
      {children}
    </div>
  );
}
