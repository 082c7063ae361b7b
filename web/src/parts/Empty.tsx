import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';

/** An empty list says what it will hold, why it is empty, and one thing to do, where there is one that the person may do. */
export const Empty = ({
  icon,
  title,
  why,
  children,
}: {
  icon: IconName;
  title: string;
  why: string;
  children: ReactNode;
}) => (
  <div className="empty">
    <span className="mark">
      <Icon name={icon} size={34} />
    </span>
    <h2>{title}</h2>
    <p>{why}</p>
    {children}
  </div>
);
