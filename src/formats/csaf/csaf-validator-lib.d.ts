/** What we use of the validator library, which brings no types of its own. */
declare module '@secvisogram/csaf-validator-lib/basic.js' {
  export const csaf_2_0_strict: import('./check-csaf.js').DocumentTest;
}
declare module '@secvisogram/csaf-validator-lib/csaf_2_1/basic.js' {
  export const csaf_2_1_strict: import('./check-csaf.js').DocumentTest;
}
declare module '@secvisogram/csaf-validator-lib/validate.js' {
  export default function validate(
    tests: readonly import('./check-csaf.js').DocumentTest[],
    document: unknown,
  ): Promise<{
    isValid: boolean;
    tests: { name: string; errors: { message?: string; instancePath: string }[] }[];
  }>;
}
declare module '@secvisogram/csaf-validator-lib/cwe.js' {
  export const weaknesses: readonly { readonly id: string; readonly name: string }[];
}
declare module '@secvisogram/csaf-validator-lib/validateStrict.js' {
  export { default } from '@secvisogram/csaf-validator-lib/validate.js';
}
