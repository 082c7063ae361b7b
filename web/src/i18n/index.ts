import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
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

await i18n.use(initReactI18next).init({
  resources: {},
  fallbackLng: false,
  // React escapes what it shows
  interpolation: { escapeValue: false },
});
await speak(preferences().language);
subscribe(() => {
  const { language } = preferences();
  if (language !== i18n.language) void speak(language);
});
