/** The first that fits: each calls itself by the names of those after it, too. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:A|iOS)?\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/\b(?:Headless)?(?:Chrome|CriOS)\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+)\S* (?:Mobile\/\S+ )?Safari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Windows/, 'Windows'],
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** `Firefox 131, Linux` of how a browser calls itself; what is unknown stays as it is, cut off. */
export function browserOf(userAgent: string): string {
  const browser = BROWSERS.find(([says]) => says.test(userAgent));
  if (!browser) return userAgent.slice(0, 120);
  const [, version] = browser[0].exec(userAgent)!;
  const system = SYSTEMS.find(([says]) => says.test(userAgent))?.[1];
  return [`${browser[1]} ${version}`, system].filter(Boolean).join(', ');
}
