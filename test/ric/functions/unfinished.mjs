// Imports what is not there, which is a syntax error of the module: no other can stand in a file that formatters read.
import { forgotten } from './handlers.mjs';

export const handler = async () => forgotten;
