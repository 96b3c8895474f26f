import Testing

/// The tests that run the program. They run one at a time, because each run uses all cores.
@Suite(.serialized) enum CommandLineTests {}
