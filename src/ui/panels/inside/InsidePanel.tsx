export const InsidePanel = () => null;
