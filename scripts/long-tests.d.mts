export const longTests: string[];
