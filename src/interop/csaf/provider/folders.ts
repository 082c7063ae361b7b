import type { CsafFolder } from '../../../formats/index.js';
import { type Tlp, tlpRank, type Viewer } from '../../../kernel/index.js';
import type { Config } from '../../../platform/index.js';

/** Where documents are served by label. CSAF 2.0 can't name AMBER+STRICT; what is TLP:RED is never exported. */
export const FOLDER_OF: Record<Tlp, CsafFolder | undefined> = {
  clear: 'white',
  green: 'green',
  amber: 'amber',
  'amber+strict': undefined,
  red: undefined,
};

export const LABEL_OF: Record<CsafFolder, Tlp> = { white: 'clear', green: 'green', amber: 'amber' };

/** What the viewer's credential may read at all. */
export const foldersFor = ({ ceiling }: Viewer): CsafFolder[] =>
  (Object.keys(LABEL_OF) as CsafFolder[]).filter((folder) => tlpRank(LABEL_OF[folder]) <= tlpRank(ceiling));

const PATH = '.well-known/csaf';
export const baseOf = ({ publicUrl }: Config): string => `${publicUrl}/${PATH}`;
