import SuperposeFiles

/// An error of the command line's own.
struct CommandError: Error, CustomStringConvertible {
  let status: ExitStatus
  let description: String

  init(_ status: ExitStatus, _ description: String) {
    self.status = status
    self.description = description
  }
}

extension CommandError {
  /// Why the system would not write a file.
  init(_ error: FileError) {
    self.init(
      error.kind == .permissionDenied ? .permissionDenied : .cannotWrite,
      "cannot write '\(error.path)': \(error.problem); \(error.hint)")
  }
}
