import { isEasilyGuessed } from './guessable.js';

const CONTEXT = ['Ana Kovač', 'ana.kovac@cert-a.example', 'cert-a', 'CERT Austria'];

describe('isEasilyGuessed', () => {
  it.each([
    'passwordpassword',
    'Password123456789!',
    'P@ssw0rd-P@ssw0rd-2026',
    'aaaaaaaaaaaaaaaaaaaa',
    'qwertyuiopasdfghjkl',
    'abcdefghijklmnopqrst',
    '98765432109876543210',
    'Winter2026Winter2026!',
    'Ana-Kovac-Cert-Austria-1',
    'tocsin-tocsin-tocsin-99',
    'abcabcabcabcabcabcabc',
    'motdepasse-administrateur',
  ])('knows %s', (password) => {
    expect(isEasilyGuessed(password, CONTEXT)).toBe(true);
  });

  it.each([
    'four bitterns wade at dusk',
    'vP7-kq2.Wm9+tz4',
    'наутилус под ледяным куполом',
    '\u{1f427}\u{1f9ca}\u{1f30a}\u{1f3d4} rookery \u{1f41f} krill',
    'Kovač likes olives & brine pots',
  ])('lets %s pass', (password) => {
    expect(isEasilyGuessed(password, CONTEXT)).toBe(false);
  });
});
