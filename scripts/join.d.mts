/** Files below dist/, with `/`. */
export declare const entries: readonly string[];
/** Of an entry the same as the compiler made it. */
export declare function apart(entry: string): string;
export declare function joinModules(): Promise<void>;
