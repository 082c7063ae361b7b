import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const tide: MantineColorsTuple = [
  '#eaf4fb',
  '#d3e6f3',
  '#a6cce5',
  '#76b1d7',
  '#5099cb',
  '#3589c0',
  '#1f76ae',
  '#156496',
  '#10527c',
  '#0b3f61',
];

/** Night blue instead of Mantine's warm greys. */
const dark: MantineColorsTuple = [
  '#e3e9ef',
  '#b8c4d0',
  '#9dabb9',
  '#6d7b8a',
  '#46535f',
  '#384553',
  '#1b2530',
  '#141c25',
  '#101820',
  '#0a1016',
];

/** Mantine's, but that white can be read on what can't be taken back. */
const red: MantineColorsTuple = [
  '#fff5f5',
  '#ffe3e3',
  '#ffc9c9',
  '#ffa8a8',
  '#ff8787',
  '#ff6b6b',
  '#fa5252',
  '#c92a2a',
  '#b32424',
  '#991b1b',
];

/** One accent, small radii, dense controls; targets stay 24 px and more. */
export const theme = createTheme({
  primaryColor: 'tide',
  primaryShade: { light: 7, dark: 7 },
  colors: { tide, dark, red },
  defaultRadius: 'md',
  fontFamily: 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '650' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    // a menu holds items and nothing else that can have the focus
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    // its arrow is a picture of nothing
    NativeSelect: { defaultProps: { rightSectionProps: { 'aria-hidden': true } } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 350 } },
  },
});

/** Greys that stay readable (WCAG 1.4.3) where Mantine's own do not. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f3f6f9',
    '--mantine-color-text': '#16202b',
    '--mantine-color-dimmed': '#55616f',
    '--mantine-color-placeholder': '#68737f',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': '#10527c',
  },
  dark: {
    '--mantine-color-body': '#0d131a',
    '--mantine-color-text': '#e3e9ef',
    '--mantine-color-dimmed': '#9dabb9',
    '--mantine-color-placeholder': '#8b98a6',
    '--mantine-color-error': '#ff8a80',
    '--mantine-color-anchor': '#84c3ec',
    '--mantine-color-default': '#1b2530',
    '--mantine-color-default-hover': '#243140',
    '--mantine-color-default-border': '#384553',
  },
});
