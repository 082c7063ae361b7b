import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';

/** An empty list says what it will hold, why it is empty, and one thing to do, where there is one that the person may do. */
export const Empty = ({
  icon,
  title,
  why,
  as: Title = 'h2',
  children,
}: {
  icon: IconName;
  title: string;
  why: string;
  /** Where it is the whole screen, its title is the screen’s. */
  as?: 'h1' | 'h2';
  children: ReactNode;
}) => (
  <div className="empty">
    <span className="mark">
      <Icon name={icon} size={34} />
    </span>
    <Title>{title}</Title>
    <p>{why}</p>
    {children}
  </div>
);
