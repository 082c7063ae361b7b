/** Schemes of URLs, as they are written so that nothing makes a link of one. */
export const DEFANGED: Readonly<Record<string, string>> = {
  http: 'hxxp',
  https: 'hxxps',
  ftp: 'fxp',
  ftps: 'fxps',
  sftp: 'sxxp',
};
