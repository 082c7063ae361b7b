import type { enScreens } from './en-screens.ts';

/** The texts of the screens beyond the feed, in French. */
export const frScreens: typeof enScreens = {
  settings: {
    look: 'Apparence',
    theme: 'Thème',
    auto: 'Comme le système',
    light: 'Clair',
    dark: 'Sombre',
    times: 'Heures',
    language: 'Langue',
    keys: 'Touches sans Ctrl',
    keysHint: 'Comme j, k, / et ?. À désactiver si vous parlez à votre ordinateur.',
  },
  password: {
    title: 'Mot de passe',
    current: 'Mot de passe actuel',
    change: 'Changer le mot de passe',
    changed: 'Changé. Toutes les autres sessions sont terminées.',
  },
  sessions: {
    title: 'Où vous êtes connecté',
    browser: 'Navigateur',
    address: 'Adresse',
    seen: 'Dernière activité',
    end: 'Terminer',
    current: 'celle-ci',
  },
};
