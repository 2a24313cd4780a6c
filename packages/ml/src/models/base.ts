/**
 * Where our own base model lies: config.json and model.safetensors of a TinyTimeMixer that was trained from scratch on
 * series of our own making. `loadTtm` reads it.
 */
export const baseDirectory = `${import.meta.dirname}/../../pretrained`
