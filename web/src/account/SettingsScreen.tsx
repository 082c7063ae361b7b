import { NativeSelect, SegmentedControl, Switch, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, type Language, prefer, usePreferences, ZONES } from '../preferences.ts';
import { useTitle } from '../shell/title.ts';
import { Notices } from './Notices.tsx';
import { Password } from './Password.tsx';
import { SecondFactor } from './SecondFactor.tsx';
import { Sessions } from './Sessions.tsx';

const NAMES: Record<Language, string> = { en: 'English', fr: 'Français' };

/** How the console looks to one person, and how that person signs in. */
export function SettingsScreen() {
  const { t } = useTranslation();
  const { zone, language, singleKeys } = usePreferences();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  useTitle(t('place.settings'));
  return (
    <div className="page stack">
      <h1>{t('place.settings')}</h1>
      <section className="card fields" aria-label={t('settings.look')}>
        <h2 className="small">{t('settings.look')}</h2>
        <div className="cluster between">
          <span>{t('settings.theme')}</span>
          <SegmentedControl
            aria-label={t('settings.theme')}
            value={colorScheme}
            onChange={(value) => setColorScheme(value)}
            data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`settings.${value}`) }))}
          />
        </div>
        <div className="cluster between">
          <span>{t('settings.times')}</span>
          <SegmentedControl
            aria-label={t('settings.times')}
            value={zone}
            onChange={(value) => prefer({ zone: value })}
            data={ZONES.map((value) => ({ value, label: t(`zone.${value}`) }))}
          />
        </div>
        <NativeSelect
          label={t('settings.language')}
          value={language}
          onChange={(event) => prefer({ language: event.currentTarget.value as Language })}
          data={LANGUAGES.map((value) => ({ value, label: NAMES[value] }))}
        />
        <Switch
          label={t('settings.keys')}
          description={t('settings.keysHint')}
          checked={singleKeys}
          onChange={(event) => prefer({ singleKeys: event.currentTarget.checked })}
        />
      </section>
      <Notices />
      <Password />
      <SecondFactor />
      <Sessions />
    </div>
  );
}
