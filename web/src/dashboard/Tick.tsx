import { useTranslation } from 'react-i18next';

/** `2021-03` of a day. */
export const monthOf = (day: string | undefined): string | undefined => day?.slice(0, 7);

/** The day that a period begins with, as narrow as it goes: the month stands above where one begins. */
export function Tick({ from, first }: { from: string; first: boolean }) {
  const { i18n } = useTranslation();
  const [, , day] = from.split('-');
  const month = new Intl.DateTimeFormat(i18n.language, { month: 'short', timeZone: 'UTC' }).format(new Date(from));
  return (
    <time dateTime={from} title={from} className="tick">
      <span>{first ? month : ''}</span>
      {day}
    </time>
  );
}
