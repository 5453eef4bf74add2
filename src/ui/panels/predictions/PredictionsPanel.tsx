export const PredictionsPanel = () => null;
