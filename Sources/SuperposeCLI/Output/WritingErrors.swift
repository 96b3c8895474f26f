import SuperposeFiles

extension CommandError {
  /// Why the system would not write a file.
  init(_ error: FileError) {
    self.init(
      error.kind == .permissionDenied ? .permissionDenied : .cannotWrite,
      "cannot write '\(error.path)': \(error.problem); \(error.hint)")
  }
}
