/** The texts of the screens beyond the feed, in English. */
export const enScreens = {
  settings: {
    look: 'How it looks',
    theme: 'Theme',
    auto: 'As the system',
    light: 'Light',
    dark: 'Dark',
    times: 'Times',
    language: 'Language',
    keys: 'Keys without Ctrl',
    keysHint: 'Such as j, k, / and ?. Turn them off when you speak to your computer.',
  },
  password: {
    title: 'Password',
    current: 'Present password',
    change: 'Change password',
    changed: 'Changed. All other sessions have ended.',
  },
  sessions: {
    title: 'Where you are signed in',
    browser: 'Browser',
    address: 'Address',
    seen: 'Last seen',
    end: 'End',
    current: 'this one',
  },
};
