/** Files below dist/, with `/`. */
export declare const entries: readonly string[];
export declare function joinModules(): Promise<void>;
