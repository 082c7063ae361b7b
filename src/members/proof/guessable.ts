/** What people build passwords of, longest first where one holds another. Written without accents, spaces or marks. */
const COMMON = `
  correcthorsebatterystaple qwertyuiopasdfghjklzxcvbnm qwertzuiopasdfghjklyxcvbnm azertyuiopqsdfghjklmwxcvbn
  1qaz2wsx3edc4rfv5tgb6yhn 1q2w3e4r5t6y7u8i9o0p zaq12wsxcde3 qazwsxedcrfvtgb thequickbrownfox loremipsum
  administrator administrateur bienvenue benvenuto bienvenido wilkommen willkommen motdepasse contrasena wachtwoord
  passwort kennwort passphrase password passw0rd haslo heslo jelszo parola salasana losenord adgangskode lozinka
  changeme letmein iloveyou trustno1 qwertyuiop qwertzuiop azertyuiop asdfghjkl zxcvbnm superman batman football
  basketball baseball liverpool chelsea arsenal barcelona juventus princess sunshine monkey dragon shadow master
  michael jennifer jordan charlie michelle welcome whatever starwars pokemon computer internet samsung google
  microsoft windows cisco security cybersecurity incident response intelligence threat malware firewall computersecurity
  cert csirt govcert certeu misp stix taxii opencti secret topsecret confidential default temporary temp test guest
  login admin root user access account system server network spring summer autumn fall winter january february march
  april june july august september october november december monday tuesday wednesday thursday friday saturday sunday
  tocsin hub
`
  .trim()
  .split(/\s+/);

const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'azertyuiop',
  '01234567890',
];
const LEET: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  $: 's',
  '@': 'a',
  '!': 'i',
};
/** Characters that must be left when all that is easily guessed is taken away. */
const ENOUGH = 8;
const VARIED = 6;

/** Whether little is left of a password without common words, years, runs, and the words of its context (name, organisation). */
export function isEasilyGuessed(password: string, context: readonly string[]): boolean {
  const plain = fold(password);
  if (new Set(plain).size < VARIED) return true;
  const own = context.flatMap((words) => fold(words).split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= 3);
  const words = [...new Set([...COMMON, ...own])].toSorted((a, b) => b.length - a.length);
  const readings = [plain, plain.replaceAll(/[013457$@!]/g, (sign) => LEET[sign] ?? sign)];
  return readings.some((reading) => rest(reading, words).length < ENOUGH);
}

const fold = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** What remains: each run, year and repeated character counts as one. */
function rest(text: string, words: readonly string[]): string {
  let left = text.replaceAll(/[^\p{L}\p{N}]+/gu, '');
  for (const word of words) left = left.replaceAll(word, '');
  left = left.replaceAll(/(?:19|20)\d\d/g, '9');
  left = withoutRuns(left);
  return left.replaceAll(/(.{1,4})\1{2,}/gu, '$1').replaceAll(/(.)\1+/gu, '$1');
}

/** Stretches of four or more along a row of the keyboard or the alphabet, either way, become their first character. */
function withoutRuns(text: string): string {
  let out = '';
  for (let i = 0; i < text.length;) {
    const length = Math.max(...ROWS.map((row) => runAt(text, i, row)));
    out += text[i];
    i += length >= 4 ? length : 1;
  }
  return out;
}

function runAt(text: string, start: number, row: string): number {
  const first = row.indexOf(text[start] ?? '');
  if (first < 0) return 1;
  const along = (step: number): number => {
    let length = 1;
    while (text[start + length] !== undefined && text[start + length] === row[first + step * length]) length += 1;
    return length;
  };
  return Math.max(along(1), along(-1));
}
