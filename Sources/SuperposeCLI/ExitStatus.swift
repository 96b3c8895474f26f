import ArgumentParser
import Superpose
import SuperposeAnnotations
import SuperposeEvaluation
import SuperposeExport
import SuperposeFiles
import SuperposeLists
import SuperposeReport
import SuperposeStacks

/// The program's exit codes, which are those of `sysexits.h` where it has one.
enum ExitStatus: Int32 {
  case doubtful = 3
  case notRegistered = 4
  case usage = 64
  /// A file is not what it should be.
  case malformedInput = 65
  /// A file is missing, or something else than a file is there.
  case missingInput = 66
  /// A download or a device that is needed is not there.
  case unavailable = 69
  case internalError = 70
  case cannotWrite = 73
  case permissionDenied = 77
}

extension ExitStatus {
  /// Finds the code for anything that a command can throw.
  init(for error: any Error) {
    switch error {
    case let error as CommandError: self = error.status
    case is UnknownCommand: self = .usage
    case let error as ImageError: self = error.status
    case let error as OutputError: self = error.kind == .permissionDenied ? .permissionDenied : .cannotWrite
    case let error as CheckpointError: self = error.status
    case let error as WeightsError: self = error.status
    case let error as InferenceError: self = error.status
    case let error as EvaluationError: self = error.status
    case let error as PairListError: self = error.status
    case let error as ShardError: self = error.status
    case let error as ColmapError: self = error.status
    case let error as ReportError: self = error.status
    case let error as StackError: self = error.status
    case let error as TransformError: self = error.status
    case let error as AnnotationError: self = error.status
    case let error as GuidanceError: self = error.status
    case is ConfigurationError, is EstimationError, is ExportError: self = .usage
    case let error as FileError: self = error.status
    default: self = .internalError
    }
  }
}

extension ImageError {
  fileprivate var status: ExitStatus {
    switch (operation, kind) {
    case (_, .permissionDenied): .permissionDenied
    case (_, .unavailable): .unavailable
    case (.write, _): .cannotWrite
    case (.read, .notFound), (.read, .notAFile), (.read, .cannotRead): .missingInput
    case (.read, _): .malformedInput
    }
  }
}

extension InferenceError {
  fileprivate var status: ExitStatus {
    switch kind {
    case .deviceNotAvailable, .outOfMemory: .unavailable
    case .contractBroken, .runtime: .internalError
    }
  }
}

extension CheckpointError {
  fileprivate var status: ExitStatus {
    switch kind {
    case .notFound, .unreadable: .missingInput
    case .permissionDenied: .permissionDenied
    case .malformed, .refusedGlobal, .mismatch: .malformedInput
    case .cannotWrite: .cannotWrite
    }
  }
}

extension WeightsError {
  fileprivate var status: ExitStatus {
    switch kind {
    case .notFound: .missingInput
    case .malformed: .malformedInput
    case .badName: .usage
    case .cannotWrite: .cannotWrite
    case .permissionDenied: .permissionDenied
    }
  }
}

extension ReportError {
  fileprivate var status: ExitStatus {
    switch kind {
    case .notFound: .missingInput
    case .malformed: .malformedInput
    case .permissionDenied: .permissionDenied
    case .incomplete: .internalError
    }
  }
}

extension TransformError {
  fileprivate var status: ExitStatus {
    switch kind {
    case .notFound: .missingInput
    case .permissionDenied: .permissionDenied
    case .malformed, .notRegistered, .doesNotFit: .malformedInput
    case .nameTaken: .usage
    }
  }
}

extension GuidanceError {
  fileprivate var status: ExitStatus {
    switch kind {
    case .nothingTakesPart, .sizesDiffer, .malformed, .undetermined: .malformedInput
    case .notFound: .missingInput
    case .permissionDenied: .permissionDenied
    }
  }
}

extension AnnotationError {
  fileprivate var status: ExitStatus {
    switch kind {
    case .notFound: .missingInput
    case .permissionDenied: .permissionDenied
    case .malformed, .unsupported, .doesNotFit: .malformedInput
    }
  }
}

extension PairListError {
  fileprivate var status: ExitStatus {
    switch kind {
    case .notFound: .missingInput
    case .permissionDenied: .permissionDenied
    case .malformed: .malformedInput
    }
  }
}

extension ShardError {
  fileprivate var status: ExitStatus {
    switch kind {
    case .notFound: .missingInput
    case .permissionDenied: .permissionDenied
    case .malformed, .differ: .malformedInput
    }
  }
}

extension ColmapError {
  fileprivate var status: ExitStatus {
    switch kind {
    case .malformed: .malformedInput
    case .permissionDenied: .permissionDenied
    case .cannotWrite: .cannotWrite
    }
  }
}

extension StackError {
  fileprivate var status: ExitStatus {
    switch kind {
    case .usage: .usage
    case .notAligned: .notRegistered
    case .doesNotFit: .malformedInput
    }
  }
}

extension EvaluationError {
  fileprivate var status: ExitStatus {
    switch kind {
    case .notFound: .missingInput
    case .malformed: .malformedInput
    case .cannotWrite: .cannotWrite
    }
  }
}

extension FileError {
  fileprivate var status: ExitStatus {
    switch (operation, kind) {
    case (_, .permissionDenied): .permissionDenied
    case (.write, _): .cannotWrite
    case (.read, .notText): .malformedInput
    case (.read, _): .missingInput
    }
  }
}
