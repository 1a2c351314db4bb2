export * from './policy-declaration.ts';
export * from './processing-register.ts';
