import Testing

/// Everything that runs the program, one at a time: each run uses all cores.
@Suite(.serialized) enum CommandLineTests {}
