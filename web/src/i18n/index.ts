import i18next, { type FormatterModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { number } from '../parts/number.ts';
import { type Language, preferences, subscribe } from '../preferences.ts';

export const i18n = i18next.createInstance();

/** Each language has all texts, so nobody loads two. */
const LANGUAGES: Record<Language, () => Promise<object>> = {
  en: async () => (await import('./en.ts')).en,
  fr: async () => (await import('./fr.ts')).fr,
};

/** Shows every text in that language, once it is here. */
async function speak(language: Language): Promise<void> {
  if (!i18n.hasResourceBundle(language, 'translation'))
    i18n.addResourceBundle(language, 'translation', await LANGUAGES[language]());
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Every number in a text is written as the language does. */
const formatter: FormatterModule = {
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown) => (typeof value === 'number' ? number(value) : (value as string)),
};

await i18n
  .use(formatter)
  .use(initReactI18next)
  .init({
    resources: {},
    fallbackLng: false,
    interpolation: {
      // React escapes what it shows
      escapeValue: false,
      alwaysFormat: true,
    },
  });
await speak(preferences().language);
subscribe(() => {
  const { language } = preferences();
  if (language !== i18n.language) void speak(language);
});
