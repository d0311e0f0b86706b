import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

const FLOW: MantineColorsTuple = [
  '#eaf5fe',
  '#d3e9fb',
  '#a8d4f7',
  '#7fc3f4',
  '#58b4f0',
  '#3f9fe0',
  '#2a8bd0',
  '#1a6fae',
  '#155a8e',
  '#0f446c',
]

/** From text to ink: the UI kit counts its dark shades this way round. */
const DARK: MantineColorsTuple = [
  '#e8ecf4',
  '#c5ccd9',
  '#8f9aad',
  '#566073',
  '#2d3646',
  '#222936',
  '#161b25',
  '#10141c',
  '#0a0d13',
  '#06080c',
]

export const theme = createTheme({
  colors: { flow: FLOW, dark: DARK },
  primaryColor: 'flow',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '11px', sm: '12.5px', md: '13px', lg: '15px', xl: '20px' },
  headings: { fontFamily: 'var(--sans)', fontWeight: '600' },
  defaultRadius: 8,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // The scroll lock writes style elements that the content policy refuses; the shell itself does not scroll.
    Modal: { defaultProps: { lockScroll: false } },
    Drawer: { defaultProps: { lockScroll: false } },
  },
})

const colours = {
  '--mantine-color-body': 'var(--ink)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-dimmed': 'var(--muted)',
  '--mantine-color-placeholder': 'var(--muted)',
  '--mantine-color-anchor': 'var(--flow-text)',
  '--mantine-color-default': 'var(--raised)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-error': 'var(--failing-text)',
}

/** The kit's own variables point at ours, so that one table of tokens rules both. */
export const kitVariables: CSSVariablesResolver = () => ({ variables: {}, light: colours, dark: colours })
