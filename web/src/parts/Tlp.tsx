import type { Tlp as Label } from 'tocsin';

/** The label as FIRST writes it, never translated: coloured words on black. */
export const Tlp = ({ label }: { label: Label | undefined }) =>
  label === undefined ? (
    <span className="tag">TLP ?</span>
  ) : (
    <span className="tlp" data-tlp={label}>
      TLP:{label.toUpperCase()}
    </span>
  );
