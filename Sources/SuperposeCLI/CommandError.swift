import SuperposeFiles

/// An error that the command line itself finds.
struct CommandError: Error, CustomStringConvertible {
  let status: ExitStatus
  let description: String

  init(_ status: ExitStatus, _ description: String) {
    self.status = status
    self.description = description
  }
}

extension CommandError {
  /// Makes the error for a file that the system would not write.
  init(_ error: FileError) {
    self.init(
      error.kind == .permissionDenied ? .permissionDenied : .cannotWrite,
      "cannot write '\(error.path)': \(error.problem); \(error.hint)")
  }
}
