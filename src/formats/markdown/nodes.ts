/** A piece of running text. There is no node for HTML, for pictures, or for anything that is fetched. */
export type Inline =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'code'; readonly text: string }
  | { readonly is: 'break' }
  | { readonly is: 'strong' | 'emphasis' | 'strike'; readonly children: readonly Inline[] }
  /** As its author wrote it: what may be followed is the printer's to say. */
  | { readonly is: 'link'; readonly url: string; readonly children: readonly Inline[] }
  /** What an item of a list of tasks begins with. */
  | { readonly is: 'box'; readonly ticked: boolean }
  /** A picture that was left out, by its description. */
  | { readonly is: 'picture'; readonly alt: string };

export type Align = 'left' | 'center' | 'right';

/** A block of a document. */
export type Block =
  | { readonly is: 'heading'; readonly level: number; readonly children: readonly Inline[] }
  | { readonly is: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly is: 'quote'; readonly blocks: readonly Block[] }
  /** `start`: the number of the first item; undefined where they have none. */
  | { readonly is: 'list'; readonly start?: number; readonly items: readonly (readonly Block[])[] }
  | { readonly is: 'preformatted'; readonly text: string }
  | { readonly is: 'rule' }
  | {
      readonly is: 'table';
      readonly align: readonly Align[];
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    };

export const text = (value: string): Inline => ({ is: 'text', text: value });

/** A box as a sign. */
export const boxSign = (ticked: boolean): string => (ticked ? '☑' : '☐');
/** A box as Markdown writes it, where there is no such sign. */
export const boxMark = (ticked: boolean): string => (ticked ? '[x]' : '[ ]');
