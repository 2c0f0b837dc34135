/** `automq-byoc`: read a deployment file, check it, plan it, render its texts. Loads no engine. */
export * from './core';
export * from './files';
