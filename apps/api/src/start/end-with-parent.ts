/** Loaded first into a child process: when whoever started it is gone, even killed, it ends too. */
process.once('disconnect', () => process.exit())
process.channel?.unref()

export {}
