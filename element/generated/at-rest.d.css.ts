/** The stylesheet of the placeholder. */
declare const text: string;
export default text;
