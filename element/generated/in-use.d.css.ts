/** The stylesheet that comes with the component. */
declare const text: string;
export default text;
