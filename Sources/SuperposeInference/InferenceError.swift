/// Why a model could not be loaded or run.
public struct InferenceError: Error, Sendable, CustomStringConvertible {
  public enum Kind: Sendable, Hashable {
    /// The device is not there.
    case deviceNotAvailable
    /// The model's inputs or outputs are not what the program expects.
    case contractBroken
    /// The device has too little memory.
    case outOfMemory
    /// The runtime refused a call.
    case runtime
  }

  public let kind: Kind
  /// The call that failed, by the runtime's name for it.
  public let operation: String
  public let message: String

  package init(kind: Kind, operation: String, message: String) {
    (self.kind, self.operation, self.message) = (kind, operation, message)
  }

  public var description: String { "\(operation): \(message)" }
}

extension InferenceError {
  /// Makes the error for a device that cannot be used.
  ///
  /// - Parameters:
  ///   - problem: What was found.
  ///   - here: The devices that can be used instead.
  static func device(_ problem: String, here: [String]) -> InferenceError {
    InferenceError(
      kind: .deviceNotAvailable, operation: "device",
      message: "expected a device that runs the networks, \(problem); here there is \(here.joined(separator: ", "))")
  }
}
