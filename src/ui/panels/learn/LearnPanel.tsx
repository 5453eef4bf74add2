export const LearnPanel = () => null;
