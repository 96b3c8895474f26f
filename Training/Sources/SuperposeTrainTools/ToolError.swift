import SuperposeImaging
import SuperposeTrainingData

/// A message for the user and an exit code of `sysexits.h`, as `superpose` uses them.
struct ToolError: Error, CustomStringConvertible {
  enum Status: Int32 {
    case malformedInput = 65
    case missingInput = 66
    case cannotWrite = 73
  }

  let status: Status
  let description: String

  init(_ status: Status, _ description: String) {
    self.status = status
    self.description = description
  }

  /// Converts the errors of the libraries; it returns nil for those of the command line's parser.
  static func known(_ error: any Error) -> ToolError? {
    switch error {
    case let error as PhotographPackError: ToolError(Status(error.kind), "\(error)")
    case let error as ImageError: ToolError(Status(error), "\(error)")
    default: nil
    }
  }
}

extension ToolError.Status {
  init(_ kind: PhotographPackError.Kind) {
    switch kind {
    case .notFound: self = .missingInput
    case .malformed: self = .malformedInput
    case .cannotWrite: self = .cannotWrite
    }
  }

  init(_ error: ImageError) {
    switch (error.operation, error.kind) {
    case (.write, _): self = .cannotWrite
    case (.read, .notFound), (.read, .notAFile), (.read, .cannotRead): self = .missingInput
    case (.read, _): self = .malformedInput
    }
  }
}
